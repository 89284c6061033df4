package io.rondo.containers;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * One of two processes that {@link ContainerRatio} measures. Each owns the queue that it reads. Obeys commands on its
 * standard input, and sleeps between them.
 */
final class PairMain {
    /** Begins each answer. Standard output also has what a library logs. */
    static final String ANSWER = "answer: ";

    private static final int LENGTH = 32;
    private static final long END = -1;
    private static final int MAX_SAMPLES = 1 << 20;

    private final Publisher out;
    private final Subscriber in;
    /** The last number received, and how many messages of this command were received. */
    private long last;
    private long count;

    private PairMain(Publisher out, Subscriber in) {
        this.out = out;
        this.in = in;
    }

    /** The arguments are the queue that it reads and the queue that it writes. */
    public static void main(String[] arguments) throws IOException {
        try (Rondo rondo = Rondo.connect();
                Subscriber in = rondo.queue(arguments[0]).singleProducer(true).subscriber();
                Publisher out = rondo.queue(arguments[1]).singleProducer(true).publisher()) {
            while (out.consumers() == 0) {
                Thread.onSpinWait();
            }
            System.out.println(ANSWER + out.transport());
            PairMain pair = new PairMain(out, in);
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ");
                System.out.println(ANSWER + switch (words[0]) {
                    case "trips" -> pair.trips(Long.parseLong(words[1]));
                    case "echo" -> pair.echo();
                    case "flood" -> pair.flood(Long.parseLong(words[1]));
                    case "drain" -> pair.drain();
                    default -> throw new IllegalArgumentException(line);
                });
            }
        }
    }

    /** Sends messages and waits for each answer; returns the median in nanoseconds. */
    private long trips(long millis) {
        long[] samples = new long[MAX_SAMPLES];
        int taken = 0;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long before = System.nanoTime();
        while (taken < 1 || taken < MAX_SAMPLES && before < end) {
            send(taken + 1);
            receiveUntil(taken + 1);
            long after = System.nanoTime();
            samples[taken++] = after - before;
            before = after;
        }
        send(END);
        Arrays.sort(samples, 0, taken);
        return samples[taken / 2];
    }

    /** Answers each message; returns their number. */
    private long echo() {
        long answered = 0;
        while (receive() != END) {
            send(last);
            answered++;
        }
        return answered;
    }

    /** Sends messages as fast as the other side takes them; returns their number. */
    private long flood(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long sent = 0;
        do {
            for (int i = 0; i < 1000; i++) {
                send(++sent);
            }
        } while (System.nanoTime() < end);
        send(END);
        return sent;
    }

    /** Receives messages and checks each; returns their number per second. */
    private long drain() {
        count = 0;
        last = 0;
        long begin = 0;
        while (last != END) {
            in.poll(this::take, 1000);
            begin = begin == 0 && count > 0 ? System.nanoTime() : begin;
        }
        return count * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
    }

    private void take(DirectBuffer buffer, int offset, int length) {
        long number = read(buffer, offset, length);
        if (number != END) {
            require(number == last + 1, "message " + number + " after " + last);
            count++;
        }
        last = number;
    }

    private void receiveUntil(long number) {
        require(receive() == number, "answer " + last + " to " + number);
    }

    private long receive() {
        while (in.poll((buffer, offset, length) -> last = read(buffer, offset, length), 1) == 0) {
            Thread.onSpinWait();
        }
        return last;
    }

    private void send(long number) {
        Claim claim = out.tryClaim(LENGTH);
        while (claim == null) {
            Thread.onSpinWait();
            claim = out.tryClaim(LENGTH);
        }
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            claim.buffer().putLong(claim.offset() + i, number ^ i);
        }
        claim.commit();
    }

    private static long read(DirectBuffer buffer, int offset, int length) {
        require(length == LENGTH, "length " + length);
        long number = buffer.getLong(offset);
        for (int i = Long.BYTES; i < LENGTH; i += Long.BYTES) {
            require(buffer.getLong(offset + i) == (number ^ i), "damaged message " + number);
        }
        return number;
    }

    private static void require(boolean expected, String otherwise) {
        if (!expected) {
            throw new IllegalStateException(otherwise);
        }
    }
}
