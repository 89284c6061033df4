package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.LineListener;
import io.rondo.cli.support.RealProcess;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.os.LockFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ls} and {@code stat} of channels with known contents. */
class ChannelStatisticsCommandsTest extends ChannelCommands {
    private static final long PID = ProcessHandle.current().pid();

    private JsonObject stat(String channel) {
        return JsonParser.parseString(run("stat", channel, "--json")).getAsJsonObject();
    }

    private List<JsonObject> list() {
        JsonArray array = JsonParser.parseString(run("ls", "--json")).getAsJsonArray();
        return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    @Test
    void anEmptyDirectoryIsAnEmptyListing() {
        assertThat(list()).isEmpty();
        assertThat(run("ls")).hasLineCount(1).startsWith("CHANNEL");
    }

    @Test
    void aMissingDirectoryIsAnEmptyListingWithANotice() {
        Path missing = directory.resolve("missing");
        CommandLineRun line = new CommandLineRun(missing);
        assertThat(line.run("ls")).isEqualTo(ExitCode.OK);
        assertThat(line.out()).hasLineCount(1).startsWith("CHANNEL");
        assertThat(line.errors()).contains("the directory " + missing + " does not exist").hasLineCount(1);
        assertThat(missing).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void statShowsAllFiguresOfAQueue(boolean singleProducer) {
        ChannelSettings options = ChannelSettings.DEFAULTS.singleProducer(singleProducer).capacity(32768)
                .maxMessageLength(100)
                .schema(7, 3);
        try (Publisher publisher = rondo.publisher("q", options);
                Subscriber subscriber = rondo.queue("q").subscriber()) {
            publish(publisher, 200);
            subscriber.poll((buffer, offset, length) -> {}, 10);
            JsonObject stat = stat("q");
            assertThat(stat.keySet()).containsExactly("channel", "id", "kind", "singleProducer", "transport",
                    "capacity", "maxMessage", "schema", "fenceSide", "ephemeral", "created", "creator", "positions",
                    "backlogBytes", "unread", "publishedPerSecond", "deliveredPerSecond", "participants");
            assertThat(stat.get("channel").getAsString()).isEqualTo("q");
            assertThat(stat.get("kind").getAsString()).isEqualTo("queue");
            assertThat(stat.get("singleProducer").getAsBoolean()).isEqualTo(singleProducer);
            assertThat(stat.get("capacity").getAsInt()).isEqualTo(32768);
            assertThat(stat.get("maxMessage").getAsInt()).isEqualTo(100);
            assertThat(stat.get("schema")).hasToString("{\"id\":7,\"version\":3}");
            assertThat(stat.get("fenceSide").getAsString()).isIn("sleeper", "waker");
            assertThat(stat.get("ephemeral").getAsBoolean()).isFalse();
            assertThat(Instant.parse(stat.get("created").getAsString())).isBeforeOrEqualTo(Instant.now());
            assertThat(stat.getAsJsonObject("creator").get("pid").getAsLong()).isEqualTo(PID);
            assertThat(stat.get("positions"))
                    .hasToString("{\"start\":" + 10 * RECORD + ",\"end\":" + 200 * RECORD + "}");
            assertThat(stat.get("backlogBytes").getAsLong()).isEqualTo(190 * RECORD);
            assertThat(stat.get("unread").getAsLong()).isEqualTo(190);
            JsonArray participants = stat.getAsJsonArray("participants");
            assertParticipant(participants.get(0).getAsJsonObject(), "producer", 200);
            assertParticipant(participants.get(1).getAsJsonObject(), "consumer", 10);
            assertThat(participants.get(1).getAsJsonObject().get("lagBytes").getAsLong()).isEqualTo(190 * RECORD);
        }
        assertThat(run("stat", "q")).contains("channel      q  (queue, ", "190 messages", "no participants");
    }

    private static void assertParticipant(JsonObject participant, String role, long messages) {
        assertThat(participant.keySet()).startsWith("role", "slot", "pid", "uid", "alive", "transport", "attached",
                "messagesPerSecond", "messages", "backPressured", "parks", "wakes", "recovered", "lost");
        assertThat(participant.get("role").getAsString()).isEqualTo(role);
        assertThat(participant.get("pid").getAsLong()).isEqualTo(PID);
        assertThat(participant.get("alive").getAsBoolean()).isTrue();
        assertThat(participant.get("messages").getAsLong()).isEqualTo(messages);
        assertThat(participant.get("messagesPerSecond").getAsLong()).isZero();
    }

    @Test
    void statShowsTheLagOfEachConsumerOfATopic() {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC);
        try (Publisher publisher = rondo.publisher("t", options);
                Subscriber fast = rondo.topic("t").subscriber();
                Subscriber slow = rondo.topic("t").subscriber()) {
            publish(publisher, 100);
            fast.poll((buffer, offset, length) -> {}, 90);
            slow.poll((buffer, offset, length) -> {}, 20);
            JsonObject stat = stat("t");
            assertThat(stat.get("published").getAsLong()).isEqualTo(100);
            assertThat(stat.get("backlogBytes").getAsLong()).isEqualTo(80 * RECORD);
            JsonArray participants = stat.getAsJsonArray("participants");
            assertThat(participants.get(1).getAsJsonObject().get("lagBytes").getAsLong()).isEqualTo(10 * RECORD);
            assertThat(participants.get(2).getAsJsonObject().get("lagBytes").getAsLong()).isEqualTo(80 * RECORD);
            assertThat(participants.get(2).getAsJsonObject().get("position").getAsLong()).isEqualTo(20 * RECORD);
            assertThat(run("stat", "t")).contains("100 messages published", "consumer");
        }
    }

    @Test
    // Closing early frees the publisher.
    @SuppressWarnings("try")
    void statNamesTheConsumerThePublisherWaitsForAndThePolicyOfEachConsumer() throws InterruptedException {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC).capacity(8192);
        try (Publisher publisher = rondo.publisher("t", options);
                Subscriber fast = rondo.topic("t").subscriber();
                Subscriber dropping = rondo.subscriber("t", slow(SlowConsumer.DROP_OLDEST));
                Subscriber evictable = rondo.subscriber("t", slow(SlowConsumer.EVICT));
                Subscriber slow = rondo.topic("t").subscriber()) {
            publish(publisher, 100);
            assertThat(stat("t").has("heldUpBy")).isFalse();
            fast.poll((buffer, offset, length) -> {}, 90);
            slow.poll((buffer, offset, length) -> {}, 20);
            Thread flow = Thread.ofPlatform().start(() -> publish(publisher, 60));
            JsonObject stat = stat("t");
            while (!stat.has("heldUpBy")) {
                stat = stat("t");
            }
            JsonArray participants = stat.getAsJsonArray("participants");
            assertThat(policies(participants)).containsExactly("block", "drop-oldest", "evict", "block");
            JsonObject holder = stat.getAsJsonObject("heldUpBy");
            JsonObject slowest = participants.get(4).getAsJsonObject();
            assertThat(holder.get("slot")).isEqualTo(slowest.get("slot"));
            assertThat(holder.get("pid").getAsLong()).isEqualTo(PID);
            assertThat(holder.get("lagBytes")).isEqualTo(slowest.get("lagBytes"));
            assertThat(run("stat", "t")).contains("held up by   consumer pid " + PID + " in slot ", "POLICY",
                    "drop-oldest",
                    "evicted");
            slow.close();
            fast.poll((buffer, offset, length) -> {}, 10);
            dropping.poll((buffer, offset, length) -> {}, 1);
            flow.join();
            stat = stat("t");
            participants = stat.getAsJsonArray("participants");
            assertThat(participants.get(3).getAsJsonObject().get("evicted").getAsBoolean()).isTrue();
            assertThat(participants.get(0).getAsJsonObject().get("evictions").getAsLong()).isEqualTo(1);
            assertThat(evictable.lost()).isZero();
        }
    }

    private static ChannelSettings slow(SlowConsumer policy) {
        return ChannelSettings.DEFAULTS.slowConsumer(policy);
    }

    private static List<String> policies(JsonArray participants) {
        return participants.asList().stream().map(JsonElement::getAsJsonObject).filter(object -> object.has("policy"))
                .map(object -> object.get("policy").getAsString()).toList();
    }

    @Test
    void lsNamesTheConsumerThatHoldsAProducerUp() throws InterruptedException {
        ChannelSettings options = ChannelSettings.DEFAULTS.capacity(4096);
        try (Publisher publisher = rondo.publisher("q", options);
                Subscriber subscriber = rondo.queue("q").subscriber()) {
            assertThat(run("ls")).doesNotContain("HELD UP BY");
            Thread flow = Thread.ofPlatform().start(() -> publish(publisher, 100));
            String list = run("ls");
            while (!list.contains("HELD UP BY")) {
                list = run("ls");
            }
            assertThat(list.lines().toList().get(1))
                    .endsWith("  consumer pid " + PID + " slot " + SlotLayout.OWNER);
            JsonObject holder = list().getFirst().getAsJsonObject("heldUpBy");
            assertThat(holder.get("role").getAsString()).isEqualTo("consumer");
            assertThat(holder.get("pid").getAsLong()).isEqualTo(PID);
            while (flow.isAlive()) {
                subscriber.poll((buffer, offset, length) -> {}, 100);
            }
            flow.join();
        }
    }

    @Test
    void anOpenClaimThatIsNextInAQueueIsNamed() {
        try (Publisher claiming = rondo.queue("q").publisher();
                Publisher other = rondo.queue("q").publisher();
                Subscriber subscriber = rondo.queue("q").subscriber()) {
            publish(claiming, 1);
            Claim claim = claiming.claim(8);
            publish(other, 1);
            assertThat(list().getFirst().has("heldUpBy")).isFalse();
            subscriber.poll((buffer, offset, length) -> {}, 10);
            assertThat(run("ls").lines().toList().get(1)).endsWith("  claim of producer pid " + PID + " slot 1");
            assertThat(run("stat", "q"))
                    .contains("held up by   claim of producer pid " + PID + " in slot 1, which is open\n");
            assertThat(stat("q").getAsJsonObject("heldUpBy").get("role").getAsString()).isEqualTo("producer");
            claim.abort();
            assertThat(stat("q").has("heldUpBy")).isFalse();
        }
    }

    @Test
    void lsNamesAProcessThatLocksTheFileAndIsNoParticipant() {
        rondo.queue("q").publisher().close();
        assertThat(list().getFirst().has("lockedBy")).isFalse();
        try (LockFile lock = LockFile.open(directory.resolve("q.ring"))) {
            assertThat(lock.tryLock(SegmentLayout.LOCKS, 2)).isTrue();
            assertThat(run("ls").lines().toList().get(1)).contains("  pid " + PID + ", which has locked ");
            assertThat(list().getFirst().get("lockedBy").getAsString()).startsWith("pid " + PID);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {48, 60, 80, 120})
    void figuresFitTheWidth(int columns) {
        Terminal terminal = new Terminal(false, true, true, columns, 100, false);
        try (Publisher publisher = rondo.queue("q").publisher();
                Subscriber subscriber = rondo.queue("q").subscriber()) {
            publish(publisher, 3);
            for (String[] command : new String[][]{{"stat", "q"}, {"ls"}}) {
                CommandLineRun line = new CommandLineRun(directory).on(terminal);
                assertThat(line.run(command)).isEqualTo(ExitCode.OK);
                assertThat(line.out().lines()).as(line.out()).allMatch(text -> text.length() <= columns);
                assertThat(line.out()).contains(Long.toString(PID), "0");
            }
            assertThat(subscriber.consumers()).isEqualTo(1);
        }
    }

    @Test
    void pipedStatFitsEightyColumnsAndPipedLsKeepsOneLinePerChannel() {
        rondo.queue("a-channel-whose-name-is-long-enough-to-fill-most-of-a-line").publisher().close();
        List<Publisher> publishers = IntStream.range(0, 9).mapToObj(i -> rondo.queue("q").publisher()).toList();
        CommandLineRun stat = new CommandLineRun(directory);
        stat.run("stat", "q");
        assertThat(stat.out().lines()).allMatch(text -> text.length() <= Terminal.DEFAULT_COLUMNS);
        CommandLineRun ls = new CommandLineRun(directory);
        ls.run("ls");
        assertThat(ls.out()).hasLineCount(3);
        publishers.forEach(Publisher::close);
    }

    @Test
    void listsEveryChannelWithTheReasonIfItCannotBeRead() throws IOException {
        rondo.queue("b").publisher().close();
        Files.writeString(directory.resolve("junk.ring"), "junk");
        Files.copy(directory.resolve("b.ring"), directory.resolve("copy.ring"));
        try (Publisher publisher = rondo.queue("a").capacity(1 << 20).publisher()) {
            publish(publisher, 3);
            List<JsonObject> channels = list();
            assertThat(channels).extracting(channel -> channel.get("channel").getAsString()).containsExactly("a", "b",
                    "copy", "junk");
            JsonObject first = channels.getFirst();
            assertThat(first.keySet()).containsExactly("channel", "kind", "singleProducer", "transport", "capacity",
                    "backlogBytes",
                    "producers", "consumers", "publishedPerSecond", "deliveredPerSecond");
            assertThat(first.get("backlogBytes").getAsLong()).isEqualTo(3 * RECORD);
            assertThat(first.get("producers"))
                    .hasToString("[{\"pid\":" + PID + ",\"alive\":true,\"transport\":\"shm\"}]");
            assertThat(first.get("consumers")).hasToString("[]");
            assertThat(channels.get(2).get("error").getAsString()).contains("holds channel 'b'");
            assertThat(channels.get(3).get("error").getAsString()).contains("is no segment");
            assertThat(run("ls")).hasLineCount(5).containsPattern("a +queue +1m +" + 3 * RECORD + " +" + PID + " +-")
                    .contains("junk     unreadable: ");
        }
    }

    private void scribble(String channel, int slot, int offset, byte[] bytes) throws IOException {
        try (FileChannel file = FileChannel.open(directory.resolve(channel + ".ring"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), SlotLayout.offset(slot) + offset);
        }
    }

    private static byte[] garbage(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }

    @Test
    void aScribbledSlotIsShownAsDamagedAndTheOthersAsTheyAre() throws IOException {
        try (Publisher publisher = rondo.queue("q").publisher(); Publisher scribbled = rondo.queue("q").publisher()) {
            publish(publisher, 3);
            String attached = run("stat", "q").lines().filter(line -> line.startsWith("producer")).findFirst()
                    .orElseThrow().replaceAll(" +", " ");
            scribble("q", 2, SlotLayout.PID, garbage(Integer.BYTES, (byte) 0xab));
            scribble("q", 5, 0, garbage(SlotLayout.LENGTH, (byte) 0xab));
            JsonArray participants = stat("q").getAsJsonArray("participants");
            assertParticipant(participants.get(0).getAsJsonObject(), "producer", 3);
            assertThat(participants.get(1)).hasToString(
                    "{\"role\":\"producer\",\"slot\":2,\"alive\":true,\"damaged\":\"pid -1414812757\"}");
            assertThat(participants.get(2)).hasToString(
                    "{\"role\":\"producer\",\"slot\":5,\"alive\":false,\"damaged\":\"state 171\"}");
            assertThat(run("stat", "q").lines().filter(line -> line.startsWith("producer"))
                    .map(line -> line.replaceAll(" +", " "))).containsExactly(attached,
                            "producer 2 damaged: pid -1414812757; held by a live process",
                            "producer 5 damaged: state 171; held by no live process");
            assertThat(list().getFirst().get("producers")).hasToString("[{\"pid\":" + PID
                    + ",\"alive\":true,\"transport\":\"shm\"},"
                    + "{\"alive\":true,\"damaged\":\"pid -1414812757\"},{\"alive\":false,\"damaged\":\"state 171\"}]");
            assertThat(run("ls")).containsPattern(" " + PID + ",2 damaged +-");
            assertThat(scribbled.producers()).isEqualTo(2);
        }
    }

    @Test
    void aScribbledConsumerOfATopicSpoilsNoFigures() throws IOException {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC);
        try (Publisher publisher = rondo.publisher("t", options);
                Subscriber subscriber = rondo.topic("t").subscriber()) {
            publish(publisher, 100);
            subscriber.poll((buffer, offset, length) -> {}, 90);
            int slot = SlotLayout.peerSlot(3);
            scribble("t", slot, SlotLayout.PID, new byte[]{1, 0, 0, 0});
            scribble("t", slot, SlotLayout.POSITION, garbage(Long.BYTES, (byte) 0x88));
            scribble("t", slot, SlotLayout.COUNTERS, garbage(Long.BYTES, (byte) 0x7f));
            scribble("t", slot, 0, new byte[]{1});
            JsonObject stat = stat("t");
            assertThat(stat.get("backlogBytes").getAsLong()).isEqualTo(10 * RECORD);
            assertThat(stat.get("deliveredPerSecond").getAsLong()).isZero();
            assertThat(stat.getAsJsonArray("participants").get(2).getAsJsonObject().get("damaged").getAsString())
                    .startsWith("position -");
            assertThat(run("stat", "t").lines()).allMatch(line -> line.length() < 200);
        }
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Publisher out = rondo.queue("q").publisher();
                Subscriber in = rondo.subscriber("t", ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC));
                Subscriber work = rondo.workQueue("w").subscriber()) {
            keys.addAll(stat(work.channel()).keySet());
            keys.addAll(stat(work.channel()).getAsJsonObject("work").keySet());
            list().forEach(channel -> keys.addAll(channel.keySet()));
            for (String channel : List.of(out.channel(), in.channel())) {
                JsonObject stat = stat(channel);
                keys.addAll(stat.keySet());
                keys.addAll(stat.getAsJsonArray("participants").get(0).getAsJsonObject().keySet());
            }
        }
        CommandLineRun doctor = new CommandLineRun(directory);
        doctor.run("doctor", "--json");
        JsonParser.parseString(doctor.out()).getAsJsonArray()
                .forEach(check -> keys.addAll(check.getAsJsonObject().keySet()));
        keys.addAll(List.of("remedy", "heldUpBy", "oldestHeldBy", "damaged"));
        String reference = Files.readString(
                Path.of(System.getProperty("basedir", ""), "../docs/operations/command-line-reference.md"));
        assertThat(keys).hasSizeGreaterThan(30).allSatisfy(key -> assertThat(reference).contains("`" + key + "`"));
    }

    @Test
    void ratesAreThoseOfTheMoment() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        try (Publisher publisher = rondo.queue("q").publisher();
                Subscriber subscriber = rondo.queue("q").subscriber()) {
            Thread flow = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    publish(publisher, 10);
                    subscriber.poll((buffer, offset, length) -> {}, 10);
                }
            });
            try {
                assertThat(stat("q").get("publishedPerSecond").getAsLong()).isPositive();
                assertThat(list().getFirst().get("deliveredPerSecond").getAsLong()).isPositive();
            } finally {
                stop.set(true);
                flow.join();
            }
        }
    }

    @Test
    void aProcessThatDiedIsShownAsDead() throws IOException, InterruptedException {
        long pid;
        try (RealProcess process = new RealProcess(directory, "sub", "q")) {
            pid = process.pid();
            Path file = directory.resolve("q.ring");
            Watchdog.await("the consumer in the listing",
                    () -> Files.exists(file) && !list().getFirst().getAsJsonArray("consumers").isEmpty());
            assertThat(list().getFirst().get("consumers"))
                    .hasToString("[{\"pid\":" + pid + ",\"alive\":true,\"transport\":\"shm\"}]");
            process.kill();
            process.exitCode();
        }
        assertThat(list().getFirst().get("consumers"))
                .hasToString("[{\"pid\":" + pid + ",\"alive\":false,\"transport\":\"shm\"}]");
        assertThat(run("ls")).contains(pid + "(dead)");
    }

    @Test
    void watchPrintsAnObjectPerLineUntilStopped() {
        rondo.queue("q").publisher().close();
        CommandLineRun line = new CommandLineRun(directory);
        List<String> channels = new ArrayList<>();
        int code = line.run("", new LineListener(text -> {
            channels.add(JsonParser.parseString(text).getAsJsonObject().get("channel").getAsString());
            if (channels.size() == 2) {
                line.stop().request();
            }
        }), "stat", "q", "--json", "--watch");
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(channels).containsExactly("q", "q");
    }

    @Test
    void watchEndsWhenTheChannelIsRemoved() {
        rondo.queue("q").publisher().close();
        CommandLineRun line = new CommandLineRun(directory);
        int code = line.run("", new LineListener(_ -> run("rm", "q")), "stat", "q", "--json", "--watch");
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEqualTo("rondo: channel q was removed\n");
    }

    @Test
    void aMissingChannelIsNamedAndNotCreated() {
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run("stat", "nope")).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).contains("there is no channel nope").hasLineCount(1);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "tail", "ls", "stat", "top", "rm", "clean", "doctor"})
    void helpIsThereForEachCommand(String command) {
        CommandLineRun line = new CommandLineRun(directory);
        assertThat(line.run(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(line.help()).startsWith("Usage: rondo " + command);
        assertThat(line.errors()).isEmpty();
    }
}
