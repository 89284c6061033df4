package io.rondo.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.RondoConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For each start order and each transport: both sides meet, or one of them fails with the reason. */
@Execution(ExecutionMode.CONCURRENT)
class StartOrderTest {
    /** As auto, where shared memory is out of reach. */
    private static final String NONE = "none";
    /** In a directory of segments of its own, as in another container. */
    private static final String DESCRIPTOR = "shm-descriptor";
    private static final String CHANNEL = "meeting";
    private static final String MESSAGES = "one\ntwo\n";

    @TempDir
    private Path temporary;
    private Path sockets;

    @BeforeEach
    void makeDirectory() {
        sockets = temporary.resolve("sockets");
    }

    /** One side: a command on a thread of its own, as it would be in a process of its own. */
    private final class Side {
        private final CountDownLatch attached = new CountDownLatch(1);
        private final CompletableFuture<CommandLineRun> made = new CompletableFuture<>();
        private final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final String transport;
        private final List<String> args;

        Side(String transport, String... args) {
            this.transport = transport;
            this.args = new ArrayList<>(List.of(args));
            this.args.addAll(List.of("--transport", transport.equals(NONE) ? "auto" : transport));
        }

        private RondoConfig config() {
            Path directory = temporary.resolve(switch (transport) {
                case NONE -> "no/such/place";
                case DESCRIPTOR -> "segments-of-" + args.getFirst();
                default -> "segments";
            });
            return RondoConfig.builder().directory(directory).socketDirectory(sockets).build();
        }

        void start() {
            Thread.ofPlatform().daemon().name(args.getFirst()).start(() -> {
                CommandLineRun line = new CommandLineRun(config(), attached::countDown);
                made.complete(line);
                code.complete(line.runWithInput(MESSAGES, args.toArray(String[]::new)));
                attached.countDown();
            });
        }

        void awaitAttached() throws InterruptedException {
            attached.await();
        }

        String out() {
            return made.join().out();
        }

        String errors() {
            return made.join().errors();
        }

        void stop() {
            made.join().stop().request();
            code.join();
        }
    }

    static Stream<Arguments> everyPair() {
        return pairs(List.of("shm", "socket", "auto"), List.of("shm", "socket", "auto"));
    }

    static Stream<Arguments> pairsWithoutSharedMemory() {
        return Stream.concat(pairs(List.of(NONE), List.of(NONE, "auto", "socket")),
                pairs(List.of("auto", "socket"), List.of(NONE)));
    }

    private static Stream<Arguments> pairs(List<String> publishers, List<String> subscribers) {
        return publishers.stream().flatMap(pub -> subscribers.stream().flatMap(sub -> Stream.of("queue", "topic")
                .flatMap(kind -> Stream.of("pub", "sub").map(first -> Arguments.of(kind, pub, sub, first)))));
    }

    @ParameterizedTest(name = "{0}: pub {1}, sub {2}, {3} first")
    @MethodSource("everyPair")
    void bothSidesMeetOrOneNamesBoth(String kind, String pub, String sub, String first) throws Exception {
        String owner = kind.equals("queue") ? sub : pub;
        String other = kind.equals("queue") ? pub : sub;
        // The other side waits at the socket, where that owner never listens.
        boolean apart = owner.equals("shm")
                && (other.equals("socket") || other.equals("auto") && !first.equals(ownerSide(kind)));
        run(kind, pub, sub, first, apart
                ? new Refusal(kind.equals("queue") ? "pub" : "sub", "(transport shm)", "(transport " + other + ")")
                : null);
    }

    @ParameterizedTest(name = "{0}: pub {1}, sub {2}, {3} first")
    @MethodSource("pairsWithoutSharedMemory")
    void aSideWithoutSharedMemoryIsMetOverASocket(String kind, String pub, String sub, String first) throws Exception {
        // The other side waits for a segment, which an owner without shared memory does not have.
        String other = kind.equals("queue") ? "pub" : "sub";
        boolean split = (kind.equals("queue") ? pub : sub).equals("auto") && first.equals(other);
        run(kind, pub, sub, first,
                split ? new Refusal(other, "its owner has no segment", "open the channel again") : null);
    }

    private static String ownerSide(String kind) {
        return kind.equals("queue") ? "sub" : "pub";
    }

    static Stream<Arguments> pairsOfContainers() {
        return Stream.concat(pairs(List.of("auto", DESCRIPTOR), List.of(DESCRIPTOR)),
                pairs(List.of(DESCRIPTOR), List.of("auto"))).filter(pair -> {
                    Object other = pair.get()[0].equals("queue") ? pair.get()[1] : pair.get()[2];
                    return other.equals(DESCRIPTOR);
                });
    }

    @ParameterizedTest(name = "{0}: pub {1}, sub {2}, {3} first")
    @MethodSource("pairsOfContainers")
    void aSideByDescriptorMeetsTheOwnerInAnyOrder(String kind, String pub, String sub, String first) throws Exception {
        run(kind, pub, sub, first, null);
    }

    /** One side fails with a message that names the other. */
    private record Refusal(String side, String... reasons) {}

    private void run(String kind, String pub, String sub, String first, Refusal refusal) throws Exception {
        Side publisher = kind.equals("topic")
                ? new Side(pub, "pub", CHANNEL, "--kind", kind, "--await", "1")
                : new Side(pub, "pub", CHANNEL, "--kind", kind);
        Side subscriber = new Side(sub, "sub", CHANNEL, "--kind", kind, "--count", "2");
        Side one = first.equals("pub") ? publisher : subscriber;
        Side two = first.equals("pub") ? subscriber : publisher;
        one.start();
        one.awaitAttached();
        two.start();
        if (refusal != null) {
            Side refused = refusal.side().equals("pub") ? publisher : subscriber;
            assertThat(refused.code.join()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.errors()).contains("channel " + CHANNEL).contains(refusal.reasons());
            (refused == publisher ? subscriber : publisher).stop();
        } else {
            assertThat(publisher.code.join()).as(publisher.errors()).isEqualTo(ExitCode.OK);
            assertThat(subscriber.code.join()).as(subscriber.errors()).isEqualTo(ExitCode.OK);
            assertThat(subscriber.out()).isEqualTo(MESSAGES);
        }
    }
}
