package io.rondo.core.segment;

import java.nio.file.Path;

/** Arguments: directory, channel, capacity. Creates the channel and removes it, again and again. */
final class CreateLoopMain {
    private CreateLoopMain() {}

    public static void main(String[] args) {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(Path.of(args[0]), null));
        SegmentSpec spec = SegmentSpec.builder().capacity(Integer.parseInt(args[2])).build();
        System.out.println("ready");
        while (true) {
            store.attach(args[1], Role.PRODUCER, spec).close();
            store.remove(args[1]);
        }
    }
}
