package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import java.nio.file.Path;

/**
 * Arguments: directory, and a channel and its capacity, as often as wanted. Creates each and prints what became of it.
 */
final class CreateMain {
    private CreateMain() {}

    public static void main(String[] args) {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(Path.of(args[0]), null));
        for (int i = 1; i < args.length; i += 2) {
            SegmentSpec spec = SegmentSpec.builder().capacity(Integer.parseInt(args[i + 1])).build();
            try (Participant participant = store.attach(args[i], Role.PRODUCER, spec)) {
                System.out.println("created " + participant.identity().name());
            } catch (SegmentException e) {
                System.out.println(e.reason() + ": " + e.getMessage());
            }
        }
    }
}
