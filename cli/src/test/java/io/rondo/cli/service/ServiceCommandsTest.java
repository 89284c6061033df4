package io.rondo.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.Buffers;
import io.rondo.client.Outcome;
import io.rondo.client.RequestHandler;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Response;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} and {@code call}, and what the other commands make of services. */
class ServiceCommandsTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;

    @BeforeEach
    void connect() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    private Responder responder() {
        return rondo.service("prices").responder();
    }

    /** Runs a command while this thread answers one request. */
    private CommandLineRun call(Responder responder, RequestHandler handler, int code, String... args)
            throws Exception {
        Task<CommandLineRun> running = Task.start(() -> {
            CommandLineRun line = new CommandLineRun(directory);
            assertThat(line.run(args)).as("%s", line.errors()).isEqualTo(code);
            return line;
        });
        assertThat(responder.receive(handler, 1, Duration.ofSeconds(Watchdog.SECONDS))).isEqualTo(1);
        return running.join();
    }

    @Test
    void callPrintsTheResponse() throws Exception {
        Path file = Files.writeString(directory.resolve("request.txt"), "from a file");
        try (Responder responder = responder()) {
            CommandLineRun line = call(responder,
                    request -> request.reply(request.buffer(), request.offset(), request.length()), ExitCode.OK, "call",
                    "prices", "--message", "hello");
            assertThat(line.out()).isEqualTo("hello\n");
            assertThat(line.errors()).isEmpty();
            assertThat(call(responder,
                    request -> request.reply(request.buffer(), request.offset(), request.length()), ExitCode.OK, "call",
                    "prices", file.toString()).out()).isEqualTo("from a file\n");
        }
    }

    @Test
    void callNamesItsExitCodes() {
        CommandLineRun help = new CommandLineRun(directory);
        assertThat(help.run("call", "--help")).isEqualTo(ExitCode.OK);
        assertThat(help.help().replaceAll("\\s+", " ")).contains("Exit code " + ExitCode.TIMED_OUT
                + ": the deadline passed, with or without a responder. Exit code " + ExitCode.FAILED
                + ": the request was refused");
    }

    @Test
    void callFailsWithTheReason() throws Exception {
        try (Responder responder = responder()) {
            CommandLineRun refused = call(responder, request -> request.refuse(4, "no such symbol"), ExitCode.FAILED,
                    "call", "prices", "--message", "x");
            assertThat(refused.out()).isEmpty();
            assertThat(refused.errors())
                    .contains("service prices refused the request with code 4: no such symbol");
            CommandLineRun late = call(responder, request -> request.defer(), ExitCode.TIMED_OUT, "call", "prices",
                    "--message", "x", "--timeout", "200ms");
            assertThat(late.errors()).contains("did not answer within 200 ms");
        }
        CommandLineRun absent = new CommandLineRun(directory);
        assertThat(absent.run("call", "prices", "--message", "x", "--timeout", "200ms")).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(absent.errors()).contains("had no responder within 200 ms");
        CommandLineRun usage = new CommandLineRun(directory);
        assertThat(usage.run("call", "a@b", "--message", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(new CommandLineRun(directory).run("call", "prices", "--message", "x", "file"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void serveAnswersByACommand() throws Exception {
        AtomicReference<CommandLineRun> line = new AtomicReference<>();
        Task<Integer> serving = Task.start(() -> {
            line.set(new CommandLineRun(directory));
            return line.get().run("serve", "prices", "--exec",
                    "read word; case $word in fail) echo no luck >&2; exit 3;; slow) sleep 60;; esac; echo got $word");
        });
        try (Requester requester = rondo.service("prices").deadline(Duration.ofSeconds(Watchdog.SECONDS)).requester()) {
            assertThat(text(call(requester, "one"))).isEqualTo("got one");
            Response failed = call(requester, "fail");
            assertThat(failed.code()).isEqualTo(3);
            assertThat(failed.text()).isEqualTo("no luck");
            DirectBuffer slow = Buffers.wrap("slow".getBytes(StandardCharsets.UTF_8));
            requester.cancel(requester.send(slow, 0, slow.capacity()));
            while (requester.poll(response -> {}, 1) == 0) {
                Thread.onSpinWait();
            }
            assertThat(text(call(requester, "two"))).isEqualTo("got two");
        }
        line.get().stop().request();
        assertThat(serving.join()).isEqualTo(ExitCode.OK);
        assertThat(line.get().errors()).contains("serving prices");
    }

    @Test
    void serveLeavesTheTimeoutOfAnExpiredRequestToTheRequester() throws Exception {
        AtomicReference<CommandLineRun> line = new AtomicReference<>();
        Task<Integer> serving = Task.start(() -> {
            line.set(new CommandLineRun(directory));
            return line.get().run("serve", "prices", "--exec",
                    "read word; case $word in slow) sleep 60;; esac; echo got $word");
        });
        try (Requester late = rondo.service("prices").requester();
                Requester requester = rondo.service("prices").deadline(Duration.ofSeconds(Watchdog.SECONDS))
                        .requester()) {
            assertThat(text(call(requester, "one"))).isEqualTo("got one");
            DirectBuffer slow = Buffers.wrap("slow".getBytes(StandardCharsets.UTF_8));
            assertThat(late.send(slow, 0, slow.capacity(), Duration.ofMillis(500))).isPositive();
            // One after another: the request that has expired has left its handler.
            assertThat(text(call(requester, "two"))).isEqualTo("got two");
            List<Outcome> outcomes = new ArrayList<>();
            late.receive(response -> outcomes.add(response.outcome()), 1, Duration.ofSeconds(Watchdog.SECONDS));
            assertThat(outcomes).containsExactly(Outcome.TIMEOUT);
        }
        line.get().stop().request();
        assertThat(serving.join()).isEqualTo(ExitCode.OK);
    }

    @Test
    void serveDoesNotWaitForWhatACommandLeavesInTheBackground() throws Exception {
        AtomicReference<CommandLineRun> line = new AtomicReference<>();
        Task<Integer> serving = Task.start(() -> {
            line.set(new CommandLineRun(directory));
            // The child in the background keeps both outputs open until its pid is killed.
            return line.get().run("serve", "prices", "--exec", "sleep 600 & echo $!");
        });
        try (Requester requester = rondo.service("prices").deadline(Duration.ofSeconds(Watchdog.SECONDS)).requester()) {
            for (int i = 0; i < 2; i++) {
                ProcessHandle child = ProcessHandle.of(Long.parseLong(text(call(requester, "x")))).orElseThrow();
                assertThat(child.isAlive()).isTrue();
                child.destroyForcibly();
            }
        }
        line.get().stop().request();
        assertThat(serving.join()).isEqualTo(ExitCode.OK);
    }

    @Test
    void twoCommandsServeAServiceForSeveralResponders() throws Exception {
        // A signal interrupts the thread that has created the run.
        Queue<CommandLineRun> lines = new ConcurrentLinkedQueue<>();
        Callable<Integer> serve = () -> {
            CommandLineRun line = new CommandLineRun(directory);
            lines.add(line);
            return line.run("serve", "prices", "--responders", "2", "--idempotent", "--exec", "cat");
        };
        List<Task<Integer>> serving = List.of(Task.start(serve), Task.start(serve));
        CommandLineRun caller = new CommandLineRun(directory);
        assertThat(caller.run("call", "prices", "--responders", "2", "--idempotent", "--message", "hello",
                "--timeout", Watchdog.SECONDS + "s")).as("%s", caller.errors()).isEqualTo(ExitCode.OK);
        assertThat(caller.out()).isEqualTo("hello\n");
        Watchdog.await("responders",
                () -> lines.size() == 2 && lines.stream().allMatch(line -> line.errors().contains("serving prices")));
        CommandLineRun stat = new CommandLineRun(directory);
        assertThat(stat.run("stat", "prices")).isEqualTo(ExitCode.OK);
        assertThat(stat.out()).contains("max deliveries 5, most responders 2");
        CommandLineRun json = new CommandLineRun(directory);
        assertThat(json.run("stat", "prices", "--json")).isEqualTo(ExitCode.OK);
        assertThat(json.out()).contains("\"mostResponders\": 2").contains("\"maxDeliveries\": 5");
        CommandLineRun list = new CommandLineRun(directory);
        assertThat(list.run("ls")).isEqualTo(ExitCode.OK);
        assertThat(list.out()).contains("service");
        CommandLineRun other = new CommandLineRun(directory);
        assertThat(other.run("serve", "prices", "--responders", "3", "--exec", "cat")).isEqualTo(ExitCode.FAILED);
        assertThat(other.errors()).contains("responders 2").contains("3 was asked for")
                .contains("set responders (--responders) to 2 or leave it unset");
        assertThat(new CommandLineRun(directory).run("serve", "prices", "--responders", "0", "--exec", "cat"))
                .isEqualTo(ExitCode.USAGE);
        lines.forEach(line -> line.stop().request());
        for (Task<Integer> each : serving) {
            assertThat(each.join()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void cleanRemovesAServiceWithRequestsOfRequestersThatAreGone() {
        CommandLineRun call = new CommandLineRun(directory);
        assertThat(call.run("call", "prices", "--message", "x", "--timeout", "50ms")).isNotEqualTo(ExitCode.OK);
        CommandLineRun clean = new CommandLineRun(directory);
        assertThat(clean.run("clean")).isEqualTo(ExitCode.OK);
        assertThat(clean.out()).contains("removed prices: not in use").doesNotContain("kept");
        assertThat(directory.resolve("prices.ring")).doesNotExist();
    }

    @Test
    void statShowsTheLongestRequestAndTheLongestResponses() {
        try (Responder responder = rondo.service("prices").capacity(1 << 16).responder();
                Requester large = rondo.service("prices").requester()) {
            CommandLineRun one = new CommandLineRun(directory);
            assertThat(one.run("stat", "prices")).isEqualTo(ExitCode.OK);
            assertThat(one.out()).contains("requests up to 32736 bytes", "up to 32744 bytes, 1 requester")
                    .doesNotContain("POLICY");
            try (Requester small = rondo.service("prices").responseCapacity(4096).requester()) {
                CommandLineRun two = new CommandLineRun(directory);
                assertThat(two.run("stat", "prices")).isEqualTo(ExitCode.OK);
                assertThat(two.out()).contains("up to 2024 to 32744 bytes, 2 requesters");
                CommandLineRun json = new CommandLineRun(directory);
                assertThat(json.run("stat", "prices", "--json")).isEqualTo(ExitCode.OK);
                assertThat(json.out()).contains("\"maxRequest\": 32736", "\"leastMaxResponse\": 2024",
                        "\"greatestMaxResponse\": 32744");
                assertThat(small.service()).isEqualTo(large.service());
            }
            assertThat(responder.service()).isEqualTo("prices");
        }
    }

    @Test
    void serveReportsAResponseThatIsTooLongForItsRequester() throws Exception {
        AtomicReference<CommandLineRun> line = new AtomicReference<>();
        Task<Integer> serving = Task.start(() -> {
            line.set(new CommandLineRun(directory));
            return line.get().run("serve", "prices", "--exec", "head -c 3000 /dev/zero");
        });
        try (Requester requester = rondo.service("prices").responseCapacity(4096)
                .deadline(Duration.ofSeconds(Watchdog.SECONDS)).requester()) {
            assertThat(call(requester, "x").outcome()).isEqualTo(Outcome.RESPONSE_LOST);
        }
        line.get().stop().request();
        assertThat(serving.join()).isEqualTo(ExitCode.OK);
        assertThat(line.get().errors())
                .contains("a response of 3000 bytes was dropped: the queue of its requester takes"
                        + " at most 2024 bytes");
    }

    private static Response call(Requester requester, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return requester.call(Buffers.wrap(bytes), 0, bytes.length);
    }

    private static String text(Response response) {
        byte[] bytes = new byte[response.length()];
        response.buffer().getBytes(response.offset(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void theOtherCommandsKnowTheKind() {
        try (Responder responder = responder(); Requester requester = rondo.service("prices").requester()) {
            CommandLineRun list = new CommandLineRun(directory);
            assertThat(list.run("ls")).isEqualTo(ExitCode.OK);
            assertThat(list.out()).contains("prices").contains("service").doesNotContain("@");
            CommandLineRun stat = new CommandLineRun(directory);
            assertThat(stat.run("stat", "prices")).isEqualTo(ExitCode.OK);
            assertThat(stat.out()).contains("service");
            CommandLineRun sub = new CommandLineRun(directory);
            assertThat(sub.run("pub", "prices", "--message", "x")).isEqualTo(ExitCode.FAILED);
            assertThat(sub.errors()).contains("belongs to a service");
            CommandLineRun remove = new CommandLineRun(directory);
            assertThat(remove.run("rm", "prices")).isEqualTo(ExitCode.FAILED);
            assertThat(remove.errors()).contains("prices is in use");
            assertThat(responder.service()).isEqualTo(requester.service());
        }
        assertThat(new CommandLineRun(directory).run("rm", "prices")).isEqualTo(ExitCode.OK);
        assertThat(directory).isEmptyDirectory();
    }
}
