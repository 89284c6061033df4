package io.rondo.client.crash;

import static io.rondo.client.crash.CrashStep.Outcome.DONE;
import static io.rondo.client.crash.CrashStep.Outcome.NOT_DONE;
import static io.rondo.client.crash.CrashStep.Outcome.EITHER;
import static io.rondo.client.process.Kind.QUEUE;
import static io.rondo.client.process.Kind.SINGLE_PRODUCER_QUEUE;
import static io.rondo.client.process.Kind.TOPIC;

import io.rondo.client.crash.CrashStep.Trait;
import io.rondo.client.process.Kind;
import io.rondo.core.ring.UsedSlots;
import io.rondo.core.ring.reader.TakenPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.UnreadMessageWithdrawal;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.ParticipantTable;
import io.rondo.core.sync.Parker;
import io.rondo.core.sync.WakeWord;
import java.util.List;

/**
 * The steps of the protocol. Dying between two stores is dying after the first as well as before the second: such a
 * place is named once. Package-private classes of core are named by {@link #core}.
 */
final class CrashSteps {
    private static final String ANNOUNCING = "RawWords.compareAndSetInt(address, word, WaiterLayout.armed(word))";

    private CrashSteps() {}

    private static Class<?> core(String name) {
        try {
            return Class.forName("io.rondo.core." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the crash matrix names a class that is gone", e);
        }
    }

    /** Where a queue's consumer confirms. */
    static SourceLine confirmation() {
        return new SourceLine(core("ring.reader.QueueConsumerPosition"), "confirm", "setLongRelease(read");
    }

    /** Where a queue's consumer zeroes what it confirmed, or its predecessor. */
    static SourceLine zeroing() {
        return new SourceLine(core("ring.reader.QueueConsumerPosition"), "free", "RawWords.zero(");
    }

    /** Where a participant that found nothing goes to sleep. */
    static SourceLine sleeping() {
        return new SourceLine(Parker.class, "sleepInKernel", "word.sleep(announcement, timespec, maxNanos)");
    }

    static List<CrashStep> ofPublishers() {
        StepList steps = new StepList();
        attach(steps, QUEUE);
        attachBriefly(steps, SINGLE_PRODUCER_QUEUE, TOPIC);
        create(steps, QUEUE);
        createBriefly(steps, SINGLE_PRODUCER_QUEUE, TOPIC);
        claimAmongMany(steps);
        publishAlone(steps);
        checkpoint(steps);
        announceLimit(steps);
        wake(steps.at(WakeWord.class, "wakeAll"), steps.at(WakeWord.class, "settle"));
        steps.at(WakeWord.class, "wake").times(5).then(DONE)
                .before("state(RawWords.getIntOpaque(address)) == IDLE");
        park(steps);
        leave(steps, QUEUE);
        leaveBriefly(steps, SINGLE_PRODUCER_QUEUE, TOPIC);
        return steps.all();
    }

    /** Where the owner of an ephemeral queue withdraws the third unread message of a connected publisher. */
    static List<CrashStep> ofClosingOwners() {
        StepList steps = new StepList();
        steps.at(UnreadMessageWithdrawal.class, "withdraw", QUEUE).times(3).before("RecordLayout.padding")
                .after("RecordLayout.padding");
        return steps.all();
    }

    /** Where a responder takes and answers the second request; done if the requester gets a response to it. */
    static List<CrashStep> ofResponders() throws ClassNotFoundException {
        StepList steps = new StepList();
        steps.at(TakenPosition.class, "begin", QUEUE).then(DONE).before("setLongRelease(takenBefore")
                .after("setLongRelease(takenBefore");
        steps.at(RecordReader.class, "show", QUEUE).times(2).then(DONE).before("setLongRelease(taken")
                .then(NOT_DONE).after("setLongRelease(taken");
        steps.at(Class.forName("io.rondo.client.service.RequestDispatcher"), "onRequest", QUEUE).times(2)
                .before("handler.onRequest(request)").then(DONE).after("handler.onRequest(request)");
        return steps.all();
    }

    static List<CrashStep> ofConsumers() {
        StepList steps = new StepList();
        attach(steps, TOPIC);
        attachBriefly(steps, QUEUE, SINGLE_PRODUCER_QUEUE);
        createBriefly(steps, QUEUE, TOPIC);
        join(steps);
        consume(steps);
        wake(steps.at(WakeWord.class, "wakeAll", QUEUE, SINGLE_PRODUCER_QUEUE).with(Trait.WAKES),
                steps.at(WakeWord.class, "settle", QUEUE, SINGLE_PRODUCER_QUEUE).with(Trait.WAKES));
        park(steps);
        leave(steps, TOPIC);
        leaveBriefly(steps, QUEUE, SINGLE_PRODUCER_QUEUE);
        return steps.all();
    }

    private static void attach(StepList steps, Kind kind) {
        steps.at(core("segment.SlotAllocator"), "lockFreeSlot", kind).before("ownLock.tryLock(");
        steps.at(UsedSlots.class, "include", kind).before("Words.compareAndSetLong(header, SegmentLayout.USED_SLOTS");
        steps.at(Participant.class, "enter", kind)
                .before("SlotLayout.PID,", "SlotLayout.PID_NAMESPACE", "SlotLayout.UID", "SlotLayout.ATTACHED_AT",
                        "SlotLayout.FLAGS", "Words.setLong(header, offset + SlotLayout.POSITION",
                        "SlotLayout.counterOffset(slot, counter), 0)", "SlotState.with(word, SlotState.UNCOUNTED)")
                .after("SlotState.with(word, SlotState.UNCOUNTED)");
        steps.at(Participant.class, "mapRing", kind).after("Mapping.mapPermanently");
        joined(steps, kind);
    }

    private static void attachBriefly(StepList steps, Kind... kinds) {
        steps.at(core("segment.SlotAllocator"), "lockFreeSlot", kinds).after("ownLock.tryLock(");
        steps.at(Participant.class, "enter", kinds).after("SlotState.with(word, SlotState.UNCOUNTED)");
        joined(steps, kinds);
    }

    private static void joined(StepList steps, Kind... kinds) {
        steps.at(Participant.class, "joined", kinds).before("SlotState.ATTACHED").after("SlotState.ATTACHED");
    }

    private static void create(StepList steps, Kind kind) {
        steps.at(core("segment.SegmentCreator"), "create", kind).with(Trait.CREATES)
                .after("NativeFile.create(temporary, mode)");
        steps.at(core("segment.SegmentCreator"), "lockUnfinished", kind).with(Trait.CREATES)
                .before("lock.tryLock(SegmentLayout.CREATION_LOCK");
        steps.at(core("segment.SegmentCreator"), "fillAndLink", kind).with(Trait.CREATES).before(
                "participant = store.enter(",
                "linked = participant != null");
        steps.at(core("segment.SegmentCreator"), "initialise", kind).with(Trait.CREATES)
                .after("file.allocate(length)", "Checkpoints.initialise(header)");
        createBriefly(steps, kind);
        steps.at(core("segment.SegmentCreator"), "link", kind).with(Trait.CREATES).before("Files.createLink");
        steps.at(core("segment.SegmentCreator"), "delete", kind).with(Trait.CREATES).after("Files.deleteIfExists");
    }

    private static void createBriefly(StepList steps, Kind... kinds) {
        steps.at(core("segment.SegmentCreator"), "initialise", kinds).with(Trait.CREATES)
                .before("identity.write(header)");
        steps.at(core("segment.SegmentCreator"), "link", kinds).with(Trait.CREATES).after("Files.createLink");
    }

    private static void claimAmongMany(StepList steps) {
        Class<?> writer = core("ring.writer.MultiProducerWriter");
        steps.at(writer, "moveTail", QUEUE).times(9).before("RawWords.setLongRelease(intentLength, recordLength)",
                "RawWords.setLongRelease(intentPosition, position)", "RawWords.compareAndSetLong(tailAddress")
                .after("RawWords.compareAndSetLong(tailAddress");
        Class<?> headers = core("ring.writer.HeaderPublication");
        String claims = "RawWords.setLongOpaque(record, RecordLayout.claimed(";
        steps.at(headers, "claim", QUEUE).times(9).before(claims).after(claims);
        steps.at(writer, "moveTail", QUEUE).with(Trait.LOSES_RACE).before("withdrawIntent()")
                .after("withdrawIntent()");
        reserve(steps, writer);
        steps.at(CrashPublisherMain.class, "write").times(9).before("claim.offset(), message, 0, half",
                "claim.offset() + half");
        steps.at(headers, "finish", QUEUE).times(9).before("finalHeader)").then(DONE).after("finalHeader)");
        steps.at(writer, "withdrawIntent", QUEUE).times(9).then(DONE).after("SlotLayout.NONE");
        String pads = "RawWords.setLongOpaque(record + RecordLayout.recordLength(messageLength)";
        steps.at(headers, "commitShort", QUEUE).times(9).with(Trait.COMMITS_SHORT).before(pads).after(pads);
        steps.at(headers, "finish", QUEUE).times(9).with(Trait.COMMITS_SHORT).then(DONE).after("finalHeader)");
        steps.at(headers, "finish", QUEUE).with(Trait.ABORTS).before("finalHeader)").after("finalHeader)");
        steps.at(writer, "withdrawIntent", QUEUE).with(Trait.ABORTS).after("SlotLayout.NONE");
    }

    private static void reserve(StepList steps, Class<?> writer) {
        String reserves = "RawWords.compareAndSetLong(tailAddress, tail, TailLayout.reserved(";
        steps.at(writer, "reserveIfDue", QUEUE).with(Trait.RESERVES)
                .before("RawWords.setLongRelease(intentLength, RecordLayout.recordLength(", reserves).after(reserves);
        String ends = "RawWords.compareAndSetLong(tailAddress, tail, position)";
        steps.at(writer, "endReservation", QUEUE).with(Trait.INHERITS_RESERVATION).before(ends).after(ends);
    }

    private static void publishAlone(StepList steps) {
        // In a queue, as long as what is free may hold what a predecessor wrote.
        steps.at(core("ring.writer.SingleProducerWriter"), "commit", SINGLE_PRODUCER_QUEUE, TOPIC)
                .before("RawWords.setLong(record + recordLength");
        steps.at(core("ring.writer.SingleProducerWriter"), "commit", SINGLE_PRODUCER_QUEUE, TOPIC).times(9)
                .before("RawWords.setLongRelease(record").then(DONE).after("RawWords.setLongRelease(record");
        steps.at(core("ring.writer.SingleProducerWriter"), "commit", SINGLE_PRODUCER_QUEUE, TOPIC).times(9)
                .with(Trait.COMMITS_SHORT).before("RawWords.setLong(record + recordLength",
                        "RawWords.setLongRelease(record")
                .then(DONE).after("RawWords.setLongRelease(record");
        steps.at(core("ring.writer.SingleProducerWriter"), "flush", SINGLE_PRODUCER_QUEUE, TOPIC).times(2).then(EITHER)
                .before("SegmentLayout.TAIL").after("SegmentLayout.TAIL");
    }

    private static void checkpoint(StepList steps) {
        String marked = "CheckpointLayout.POSITION, CheckpointLayout.NONE";
        steps.at(core("ring.Checkpoints"), "add", SINGLE_PRODUCER_QUEUE, TOPIC).times(2).then(DONE).before(marked)
                .after(marked, "CheckpointLayout.MESSAGES, messages", "CheckpointLayout.POSITION, position",
                        "SegmentLayout.CHECKPOINT_COUNT, index + 1");
        // The entry it replaces was in use.
        steps.at(core("ring.Checkpoints"), "add", TOPIC).times(20).then(DONE).after(marked,
                "CheckpointLayout.POSITION, position");
    }

    private static void announceLimit(StepList steps) {
        Class<?> gate = core("ring.writer.TopicGate");
        steps.at(gate, "limit", TOPIC).times(3).before("SegmentLayout.LIMIT, target")
                .after("SegmentLayout.LIMIT, target");
        steps.at(gate, "limit", TOPIC).with(Trait.MEETS_JOINER).before("SegmentLayout.LIMIT, stands")
                .after("SegmentLayout.LIMIT, stands");
        steps.at(gate, "evict", TOPIC).with(Trait.EVICTS).before("&& Words.compareAndSetLong(header")
                .after("&& Words.compareAndSetLong(header");
        steps.at(ParticipantTable.class, "freeIfDead", TOPIC).with(Trait.MEETS_DEAD_CONSUMER)
                .before("&& Words.compareAndSetLong(header, offset").after("&& Words.compareAndSetLong(header, offset");
    }

    private static void wake(StepList.Place wakeAll, StepList.Place settle) {
        String owes = "RawWords.compareAndSetInt(address, word, WaiterLayout.owed(word))";
        wakeAll.then(DONE).before(owes).after(owes);
        settle.then(DONE).before("Futex.wakeAll(address)").after("Futex.wakeAll(address)",
                "RawWords.compareAndSetInt(address, word, WaiterLayout.nextIdle(word))");
    }

    private static void park(StepList steps) {
        steps.at(WakeWord.class, "arm").with(Trait.SLEEPS).before(ANNOUNCING)
                .after(ANNOUNCING);
        steps.at(Parker.class, "sleepInKernel").with(Trait.SLEEPS)
                .before("word.sleep(announcement, timespec, maxNanos)")
                .after("word.sleep(announcement, timespec, maxNanos)");
    }

    private static void leave(StepList steps, Kind kind) {
        leaveBriefly(steps, kind);
        steps.at(Participant.class, "close", kind).with(Trait.ENDS).before("Mapping.retire(hot)", "onLeft.run()");
        steps.at(Participant.class, "wakeOthers", kind).with(Trait.ENDS).before("SegmentLayout.DATA_WAITERS",
                "SegmentLayout.SPACE_WAITERS");
    }

    private static void leaveBriefly(StepList steps, Kind... kinds) {
        steps.at(Participant.class, "leave", kinds).with(Trait.ENDS).before("SlotState.FREE")
                .after("SlotState.FREE", "ownLock.unlock(");
    }

    private static void join(StepList steps) {
        Class<?> join = core("ring.reader.TopicJoiner");
        steps.at(join, "hold", TOPIC).before("position(slot), safe.position())")
                .after("position(slot), safe.position())");
        steps.at(join, "join", TOPIC).before("position(slot), end.position())")
                .after("position(slot), end.position())");
        steps.at(join, "hold", TOPIC).with(Trait.IS_LAPPED).before("if (limit > safe.position()");
        steps.at(join, "join", TOPIC).with(Trait.IS_LAPPED).after("position(slot), end.position())");
        steps.at(Participant.class, "setFlags", TOPIC).before("SlotLayout.FLAGS, flags")
                .after("SlotLayout.FLAGS, flags");
        steps.at(Participant.class, "setFlags", TOPIC).times(2).with(Trait.MAY_BE_EVICTED)
                .before("SlotLayout.FLAGS, flags").after("SlotLayout.FLAGS, flags");
        steps.at(core("ring.reader.TopicConsumerPosition"), "confirm", TOPIC).then(EITHER).with(Trait.DROPS)
                .before("setLongRelease(position");
    }

    private static void confirm(StepList steps, Kind queue, int times) {
        Class<?> consumerPosition = core("ring.reader.QueueConsumerPosition");
        steps.at(consumerPosition, "confirm", queue).times(times).before("setLongRelease(read").then(DONE)
                .after("setLongRelease(read");
        steps.at(consumerPosition, "free", queue).times(times).then(DONE).before("RawWords.zero(")
                .after("RawWords.zero(", "setLongRelease(head");
        steps.at(consumerPosition, "free", queue).times(times).then(DONE).with(Trait.HALF_WAY).before("RawWords.zero(");
        steps.at(consumerPosition, "free", queue).then(DONE).with(Trait.SUCCEEDS_THE_DEAD).before("RawWords.zero(")
                .after("RawWords.zero(", "setLongRelease(head");
        steps.at(consumerPosition, "free", queue).then(DONE).with(Trait.SUCCEEDS_THE_DEAD, Trait.HALF_WAY)
                .before("RawWords.zero(");
    }

    private static void consume(StepList steps) {
        steps.at(CrashConsumerMain.class, "handle").times(17).before("progress.put(1, number)");
        confirm(steps, SINGLE_PRODUCER_QUEUE, 3);
        confirm(steps, QUEUE, 5);
        steps.at(core("ring.reader.RecordReader"), "skipAbandonedClaim", QUEUE).then(EITHER)
                .before("consumerPosition.confirm(start, position)")
                .after("consumerPosition.confirm(start, position)");
        steps.at(core("ring.reader.TopicConsumerPosition"), "confirm", TOPIC).times(3).then(EITHER)
                .before("setLongRelease(position")
                .after("setLongRelease(position");
        steps.at(core("ring.reader.TopicConsumerPosition"), "confirm", TOPIC).times(3).then(EITHER).with(Trait.DROPS)
                .before("setLongRelease(position").after("setLongRelease(position");
        steps.at(core("ring.reader.TopicConsumerPosition"), "confirm", TOPIC).then(EITHER)
                .with(Trait.MAY_BE_EVICTED, Trait.READS_FEW)
                .before("setLongRelease(position").after("setLongRelease(position");
    }
}
