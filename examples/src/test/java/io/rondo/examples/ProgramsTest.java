package io.rondo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.examples.embedded.PriceFilter;
import io.rondo.examples.eventloop.NettyConsumer;
import io.rondo.examples.eventloop.SelectorConsumer;
import io.rondo.examples.first.Receive;
import io.rondo.examples.first.Send;
import io.rondo.examples.gateway.OrderGateway;
import io.rondo.examples.inplace.OrdersInPlace;
import io.rondo.examples.pubsub.PublishSubscribe;
import io.rondo.examples.service.RequestResponse;
import io.rondo.examples.slow.SlowTopicConsumer;
import io.rondo.examples.virtual.VirtualThreads;
import io.rondo.examples.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each example as a user starts it, {@code java -cp ...} without flags that change what it can do, and compares what it prints. */
@Order(1)
class ProgramsTest {
    private static final int WATCHDOG_SECONDS = 300;
    private static final int MAX_LINES = 80;
    /** Each program ends before code compiled by C2 pays off. */
    private static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=4");

    @TempDir
    private Path directory;

    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of(PublishSubscribe.class,
                        IntStream.rangeClosed(1, 10).mapToObj(number -> "greeting " + number).toList()),
                Arguments.of(OrdersInPlace.class,
                        List.of("order 1: 100", "order 2: 200", "cancel of 1")),
                Arguments.of(SlowTopicConsumer.class,
                        List.of("last message: 1000", "received and lost: 1000", "lost some: true")),
                Arguments.of(RequestResponse.class, List.of("REFUSED: -1 is negative", "sum of the squares: 55")),
                Arguments.of(VirtualThreads.class, List.of("received 20000", "sum 10010000")),
                Arguments.of(Workers.class, List.of("jobs 300, sum 45150, returned 3")),
                Arguments.of(OrderGateway.class,
                        List.of("gateway 0: 450 filled, 50 cancelled", "gateway 1: 450 filled, 50 cancelled",
                                "display: 1000 executions, shown or dropped")),
                Arguments.of(PriceFilter.class, List.of("100", "101", "100")),
                Arguments.of(NettyConsumer.class, List.of("sum 500500")),
                Arguments.of(SelectorConsumer.class, List.of("sum 500500, 1 byte from the pipe")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void anExamplePrintsWhatItIsSupposedToAndLeavesNoChannel(Class<?> program, List<String> expected)
            throws Exception {
        Path channels = Files.createDirectory(directory.resolve("channels"));

        assertThat(run(program, channels)).isEqualTo(expected);
        try (Stream<Path> left = Files.list(channels)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void theReceiverPrintsWhatTheSenderPublishedBefore() throws Exception {
        Path channels = Files.createDirectory(directory.resolve("channels"));

        assertThat(run(Send.class, channels)).isEmpty();
        assertThat(run(Receive.class, channels)).containsExactly("hello");
    }

    /** Runs a program until it ends, without an error, and returns what it printed. */
    private List<String> run(Class<?> program, Path channels) throws Exception {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(SHORT_LIVED);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO") || name.contains("JAVA"));
        builder.environment().put("RONDO_DIR", channels.toString());
        Path errors = directory.resolve("errors");
        Process process = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try {
            assertThat(process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS)).as("%s ends", program).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }

        assertThat(process.exitValue()).as("standard error: %s", Files.readString(errors)).isZero();
        return Files.readAllLines(output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"embedded", "eventloop", "first", "gateway", "inplace", "pubsub", "sequenced", "service", "slow",
                "virtual", "work"})
    void eachFileOfAnExampleIsShort(String name) throws IOException {
        for (Path file : sources(name)) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(MAX_LINES);
        }
    }

    @Test
    void theOrderGatewayHasLessThanTwoHundredLines() throws IOException {
        int lines = 0;
        for (Path file : sources("gateway")) {
            lines += Files.readAllLines(file).size();
        }
        assertThat(lines).isLessThan(200);
    }

    private static List<Path> sources(String name) throws IOException {
        Path directory = Path.of(System.getProperty("basedir", "."), "src/main/java/io/rondo/examples", name);
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
