package io.rondo.core.segment;

import java.nio.file.Path;

/**
 * Arguments: directory, channel, rounds, whether ephemeral. Attaches again and again, and fails if the name does not lead to where it
 * lives.
 */
final class AttachLoopMain {
    private AttachLoopMain() {}

    public static void main(String[] args) {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(Path.of(args[0]), null));
        boolean ephemeral = Boolean.parseBoolean(args[3]);
        System.out.println("ready");
        for (int i = Integer.parseInt(args[2]); i > 0; i--) {
            attachOnce(store, args[1], ephemeral);
        }
        System.out.println("done");
    }

    static void attachOnce(ChannelStore store, String channel, boolean ephemeral) {
        try (Participant participant = store.attach(channel, Role.PRODUCER,
                ephemeral ? StoreFixture.EPHEMERAL : StoreFixture.QUEUE)) {
            participant.joined();
            try (SegmentObserver observer = store.observe(channel)) {
                if (!observer.identity().id().equals(participant.identity().id())) {
                    throw new IllegalStateException("the segment was taken from under " + participant.identity());
                }
            }
        }
    }
}
