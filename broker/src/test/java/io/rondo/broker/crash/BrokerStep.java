package io.rondo.broker.crash;

import io.rondo.client.Durability;
import io.rondo.client.crash.SourceLine;
import java.util.ArrayList;
import java.util.List;

/**
 * A line at which the broker dies.
 *
 * @param durability of the topic
 * @param line the statement
 * @param times how often it is reached
 * @param after whether the statement is executed
 * @param creates whether the broker creates the topic then
 * @param closes whether the broker is closing then
 */
record BrokerStep(Durability durability, SourceLine line, int times, boolean after, boolean creates, boolean closes) {
    private static final String SEQUENCER = "io.rondo.broker.sequencer.";
    private static final String TOPIC_LOG = "io.rondo.broker.sequencer.log.";
    private static final String LOG = "io.rondo.broker.log.";

    /** Steps of the thread that sequences a topic, or creates it. The other threads of the broker execute none of them. */
    static List<BrokerStep> ofSequencers() throws ClassNotFoundException {
        List<BrokerStep> steps = new ArrayList<>();
        for (int times : new int[]{1, 70}) {
            work(steps, times, "Sequencer", "onRecord", "long producerId = ");
            work(steps, times, "Sequencer", "onRecord", "long at = timestamp()");
            both(steps, times, "Egress", "publish", "published = writer.commit()");
            work(steps, times, "Sequencer", "onRecord", "if (producerId > 0) {");
            both(steps, times, "Ingress", "free", "consumerPosition.confirm(freed, to)");
            work(steps, times, "Ingress", "free", "spaceWaiters.wake()");
        }
        Class<?> position = Class.forName("io.rondo.core.ring.reader.QueueConsumerPosition");
        for (String snippet : List.of("RawWords.zero(", "setLongRelease(head")) {
            steps.add(new BrokerStep(Durability.MEMORY, new SourceLine(position, "free", snippet), 5, false, false,
                    false));
        }
        for (String snippet : List.of("egress = new Egress(", "table = ProducerTable.open(",
                "ingress = new Ingress(")) {
            creation(steps, Durability.MEMORY, line("TopicSegments", "<init>", snippet));
        }
        creation(steps, Durability.MEMORY,
                line("ProducerTable", "initialise", "Words.setLongRelease(table, 0, MAGIC)"));
        end(steps, Durability.MEMORY, line("SequencerAgent", "onClose", "long deadline = "));
        end(steps, Durability.MEMORY, line("Sequencer", "close", "segments.close()"));
        end(steps, Durability.MEMORY, line("TopicSegments", "close", "ingress.close()"));
        addRecorded(steps);
        return steps;
    }

    /** The steps of a broker that records. */
    private static void addRecorded(List<BrokerStep> steps) throws ClassNotFoundException {
        SourceLine append = line(TOPIC_LOG + "TopicLog", "append", "result = writer.append(");
        for (Durability durability : List.of(Durability.OS, Durability.DISK)) {
            for (int times : new int[]{1, 300}) {
                steps.add(new BrokerStep(durability, append, times, false, false, false));
                steps.add(new BrokerStep(durability, append, times, true, false, false));
            }
            for (String snippet : List.of("file.pad(", "storage.rename(NEXT_INDEX", "storage.rename(NEXT_FILE",
                    "preparer.taken()")) {
                steps.add(
                        new BrokerStep(durability, line(LOG + "writer.LogWriter", "nextFile", snippet), 2, false, false,
                                false));
            }
            creation(steps, durability, line(LOG + "recovery.LogRecovery", "create", "commit()"));
            creation(steps, durability, line(TOPIC_LOG + "SavedText", "save", "Files.move("));
            creation(steps, durability, line(TOPIC_LOG + "TopicLogs", "open", ".set(directory.path())"));
            creation(steps, durability, line("TopicSegments", "<init>", "egress = new Egress("));
            end(steps, durability, line("Sequencer", "close", "segments.close()"));
        }
        steps.add(new BrokerStep(Durability.OS, line("Egress", "publish", "published = writer.commit()"), 300, false,
                false,
                false));
        steps.add(new BrokerStep(Durability.DISK, line("Egress", "publish", "published = writer.commit()"), 300, false,
                false, false));
        steps.add(new BrokerStep(Durability.DISK, line("Sequencer", "publishSynced", "pending.remove()"), 300, false,
                false,
                false));
        // Before the last mark, which is written unless the file is full.
        end(steps, Durability.DISK, line(LOG + "writer.LogWriter", "close", "file.fits(LogFrames.MARK_LENGTH)"));
    }

    /** Steps of the thread that syncs the log of a topic. */
    static List<BrokerStep> ofSyncers() throws ClassNotFoundException {
        SourceLine sync = line(LOG + "writer.Syncer", "sync", "progress.setDurable(");
        return List.of(new BrokerStep(Durability.DISK, sync, 20, false, false, false),
                new BrokerStep(Durability.DISK, sync, 20, true, false, false));
    }

    private static void creation(List<BrokerStep> steps, Durability durability, SourceLine line) {
        steps.add(new BrokerStep(durability, line, 1, false, true, false));
    }

    private static void end(List<BrokerStep> steps, Durability durability, SourceLine line) {
        steps.add(new BrokerStep(durability, line, 1, false, false, true));
    }

    private static SourceLine line(String type, String method, String snippet) throws ClassNotFoundException {
        return new SourceLine(Class.forName(type.contains(".") ? type : SEQUENCER + type), method, snippet);
    }

    private static void work(List<BrokerStep> steps, int times, String type, String method, String snippet)
            throws ClassNotFoundException {
        steps.add(new BrokerStep(Durability.MEMORY, line(type, method, snippet), times, false, false, false));
    }

    private static void both(List<BrokerStep> steps, int times, String type, String method, String snippet)
            throws ClassNotFoundException {
        work(steps, times, type, method, snippet);
        steps.add(new BrokerStep(Durability.MEMORY, line(type, method, snippet), times, true, false, false));
    }

    @Override
    public String toString() {
        return durability + ", " + (after ? "after " : "before ") + line + ", " + times + " times";
    }
}
