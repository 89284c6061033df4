package io.rondo.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin in this process, on channels of its own; a socket stands for a broker. */
class CheckCommandTest {
    private static final String RUNNING = """
            {"version":"1","pid":1,"state":"running","live":true,"ready":true,"startedAt":0,"uptimeSeconds":1,\
            "channels":{"directory":"/","sizeBytes":0,"freeBytes":0},"logs":{"directory":"/none","sizeBytes":0,\
            "freeBytes":0},"recovery":{"topics":4,"doneTopics":1,"topic":"orders","bytes":200,"doneBytes":50},\
            "denials":0,"recordings":[],"bridges":[],\
            "topics":[{"topic":"orders","durability":"disk","sequence":9,"messages":9,"messagesPerSecond":1,\
            "subscriptions":[{"name":"audit","confirmed":1,"lagMessages":8,"lagSeconds":90.5,"connected":false}]}],\
            "alarms":[]}""";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private CommandLineRun line;

    private int check(String... arguments) {
        line = new CommandLineRun(directory);
        String[] all = new String[arguments.length + 1];
        all[0] = "check";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int code = line.run(all);
        assertThat(line.out()).hasLineCount(1);
        return code;
    }

    private void publish(int messages) {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
                Publisher publisher = rondo.queue("jobs").capacity(4096).publisher()) {
            for (int i = 0; i < messages; i++) {
                assertThat(publisher.tryPublish(Buffers.allocate(8), 0, 8)).isPositive();
            }
        }
    }

    /** Answers one connection after the other with a line. */
    private ServerSocketChannel broker(String answer) throws Exception {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(new BrokerFiles(directory).socket()));
        Task.start(() -> {
            while (server.isOpen()) {
                try (SocketChannel connection = server.accept()) {
                    connection.read(ByteBuffer.allocate(100));
                    connection.write(ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8)));
                }
            }
            return null;
        });
        return server;
    }

    @Test
    void anEmptyDirectoryIsFine() {
        assertThat(check("--warning-space", "0", "--critical-space", "0")).isZero();
        assertThat(line.out()).startsWith("RONDO OK: 0 channels, no broker | channels=0;;;0 abandoned=0;;;0 ")
                .contains(" fill=0%;80;95;0;100 ").contains(" channel_space=");
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void aChannelIsFullFromTheLimitsOn() {
        publish(48);
        assertThat(check()).isZero();
        assertThat(line.out()).contains("fill=75%;80;95;0;100");
        assertThat(check("--warning-fill", "75")).isOne();
        assertThat(line.out()).startsWith("RONDO WARNING: queue jobs is full to 75 %: no consumer is attached: "
                + "start one, such as rondo sub jobs | ");
        assertThat(check("--warning-fill", "50", "--critical-fill", "75")).isEqualTo(2);
        assertThat(line.out()).startsWith("RONDO CRITICAL: queue jobs is full");
    }

    @Test
    void theLineOfAFullQueueWithAConsumerNamesStat() {
        publish(48);
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
                Subscriber subscriber = rondo.queue("jobs").subscriber()) {
            assertThat(check("--warning-fill", "75")).isOne();
            assertThat(line.out()).startsWith("RONDO WARNING: queue " + subscriber.channel()
                    + " is full to 75 %: see rondo stat jobs | ");
        }
    }

    @Test
    void aProbeShowsAFullChannelAndDoesNotFailForIt() {
        publish(64);
        assertThat(check()).isEqualTo(2);
        assertThat(check("--probe")).isZero();
        assertThat(line.out()).startsWith("RONDO WARNING: queue jobs is full to 100 %").contains("fill=100%;80;;0;100");
        assertThat(check("--probe", "--warning-space", "101", "--critical-space", "101")).isZero();
        assertThat(line.out()).contains("of free space");
    }

    @Test
    void aProbeFailsForWhatIsBroken() throws Exception {
        assertThat(check("--probe", "--broker")).isEqualTo(2);
        Files.write(directory.resolve("bad.ring"), new byte[100_000]);
        assertThat(check("--probe")).isEqualTo(2);
        assertThat(line.out()).contains("channel bad");
    }

    @Test
    void littleSpaceIsAFinding() {
        assertThat(check("--warning-space", "101", "--critical-space", "0")).isOne();
        assertThat(line.out()).contains("the file system of " + directory).contains("channel_space=");
        assertThat(check("--critical-space", "101")).isEqualTo(2);
    }

    @Test
    void aBrokerThatIsRequiredAndDoesNotRunIsCritical() {
        assertThat(check("--broker")).isEqualTo(2);
        assertThat(line.out()).startsWith("RONDO CRITICAL: no broker runs in " + directory);
    }

    @Test
    void aFileThatIsNoSegmentIsCritical() throws Exception {
        Files.write(directory.resolve("bad.ring"), new byte[100_000]);
        assertThat(check()).isEqualTo(2);
        assertThat(line.out()).contains("channel bad");
    }

    @Test
    void aRunningBrokerIsFineAndItsLagHasLimits() throws Exception {
        try (ServerSocketChannel _ = broker("ok " + RUNNING)) {
            assertThat(check()).isZero();
            assertThat(line.out()).contains("broker running, 1 topics")
                    .contains(" topics=1;;;0 alarms=0;;;0 lag=90.5s;;;0");
            assertThat(check("--warning-lag", "90s", "--critical-lag", "2m")).isOne();
            assertThat(line.out())
                    .contains("durable subscription audit of topic orders is 90.5 s and 8 messages behind")
                    .contains(" lag=90.5s;90;120;0");
            assertThat(check("--warning-lag", "30s", "--critical-lag", "1m")).isEqualTo(2);
        }
    }

    @Test
    void aBrokerThatRecoversIsFine() throws Exception {
        try (ServerSocketChannel _ = broker("ok " + RUNNING.replace("\"running\",\"live\":true,\"ready\":true",
                "\"recovering\",\"live\":true,\"ready\":false"))) {
            assertThat(check()).isZero();
            assertThat(line.out()).contains("broker recovering, 1 of 4 topics done, orders 25 %");
        }
    }

    @Test
    void alarmsAreWarningsUnlessPublishersWait() throws Exception {
        String alarm = "{\"kind\":\"no_space\",\"subject\":\"orders\",\"blocking\":%s,\"message\":\"disk | full\",\"since\":0}";
        try (ServerSocketChannel _ = broker("ok " + RUNNING.replace("\"alarms\":[]",
                "\"alarms\":[" + alarm.formatted(false) + "]"))) {
            assertThat(check()).isOne();
            assertThat(line.out()).startsWith("RONDO WARNING: disk / full | ");
        }
        Files.delete(new BrokerFiles(directory).socket());
        try (ServerSocketChannel _ = broker("ok " + RUNNING.replace("\"alarms\":[]",
                "\"alarms\":[" + alarm.formatted(true) + "]"))) {
            assertThat(check()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok {}", "ok 1", "nonsense", "ok {\"state\":\"sleeping\"}", "ok ["})
    void anAnswerThatIsNoStatusIsNamed(String answer) throws Exception {
        try (ServerSocketChannel _ = broker(answer)) {
            assertThat(check()).isIn(2, 3);
            assertThat(line.out()).containsAnyOf("no status of a broker", "did not answer as expected");
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsCritical() throws Exception {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(new BrokerFiles(directory).socket()));
            assertThat(check("--timeout", "100ms")).isEqualTo(2);
            assertThat(line.out()).contains("no answer in time");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--frob", "--warning-fill=much", "--warning-lag=5", "extra"})
    void aWrongOptionIsUnknownAndNotCritical(String argument) {
        assertThat(check(argument)).isEqualTo(3);
        assertThat(line.out()).startsWith("RONDO UNKNOWN: ").contains("see 'rondo check --help'");
    }

    @Test
    void helpSucceeds() {
        line = new CommandLineRun(directory);
        assertThat(line.run("check", "--help")).isZero();
        assertThat(line.help()).contains("--warning-fill").contains("3 unknown");
    }
}
