package io.rondo.core.segment;

import java.io.IOException;
import java.nio.file.Path;

/** Arguments: directory, channel, role. Attaches when told to, prints the channel's id, and leaves when told to. */
final class ParticipantMain {
    private ParticipantMain() {}

    public static void main(String[] args) throws IOException {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(Path.of(args[0]), null));
        System.out.println("ready");
        System.in.read();
        try (Participant participant = store.attach(args[1], Role.valueOf(args[2]),
                SegmentSpec.builder().capacity(SegmentSpec.MIN_CAPACITY).build())) {
            participant.joined();
            System.out.println(participant.identity().id());
            System.in.read();
        }
    }
}
