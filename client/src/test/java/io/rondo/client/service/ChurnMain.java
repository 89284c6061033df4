package io.rondo.client.service;

import io.rondo.client.Buffers;
import io.rondo.client.Outcome;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Rondo;
import io.rondo.client.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** One side of a service, which reports how much memory it has mapped. */
final class ChurnMain {
    static final String SERVICE = "churn";

    private ChurnMain() {}

    /** Argument: responder or requesters. */
    public static void main(String[] arguments) throws IOException {
        try (Rondo rondo = Rondo.connect()) {
            Service service = rondo.service(SERVICE);
            if (arguments[0].equals("responder")) {
                Responder responder = service.responder();
                Thread.ofPlatform().daemon().start(() -> answer(responder));
            }
            System.out.println("ready");
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (line.equals("mapped")) {
                    System.gc();
                    System.out.println(mappedMegabytes());
                } else {
                    callByNewRequesters(service, Integer.parseInt(line));
                    System.out.println("called");
                }
            }
        }
    }

    /** Answers until the process ends. */
    static void answer(Responder responder) {
        while (true) {
            responder.receive(request -> request.reply(request.buffer(), request.offset(), request.length()), 16,
                    Duration.ofSeconds(1));
        }
    }

    /** Each requester makes one call. */
    static void callByNewRequesters(Service service, int count) {
        for (int i = 0; i < count; i++) {
            try (Requester requester = service.deadline(Duration.ofMinutes(2)).requester()) {
                if (requester.call(Buffers.allocate(8), 0, 8).outcome() != Outcome.RESPONSE) {
                    throw new AssertionError("requester " + i + " got no response");
                }
            }
        }
    }

    /** The mapped segments, and writable memory without a file, which a retired mapping is. */
    private static long mappedMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map(line -> line.trim().split("\\s+"))
                    .filter(words -> words[1].equals("rw-p") && words.length == 5
                            || words[words.length - 1].endsWith(".ring"))
                    .mapToLong(words -> length(words[0])).sum() >> 20;
        }
    }

    private static long length(String range) {
        String[] ends = range.split("-");
        return Long.parseLong(ends[1], 16) - Long.parseLong(ends[0], 16);
    }
}
