package io.rondo.client.docs;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Compiles the Java examples of all documents, and runs each twice: {@code channel-directory class-directory}. Each run has a
 * directory of channels of its own, in which the queue {@code orders} and the topic {@code prices} are empty, then full.
 */
final class ExampleMain {
    /** How long an example may wait on a full channel before the channel is emptied for it. */
    private static final long PATIENCE_MILLIS = 500;

    private ExampleMain() {}

    public static void main(String[] arguments) throws Exception {
        // Standard output is for the parent.
        PrintStream answers = System.out;
        System.setOut(System.err);
        List<ExampleCode> programs = ExampleCode.programs();
        Path classes = Path.of(arguments[1]);
        ExampleCode.compile(programs, classes);
        for (int i = 0; i < programs.size(); i++) {
            ExampleCode program = programs.get(i);
            for (boolean full : new boolean[]{false, true}) {
                Path channels = Files.createDirectory(Path.of(arguments[0], (full ? "full" : "empty") + i));
                System.setProperty("rondo.dir", channels.toString());
                run(program, ExampleCode.load(classes, i), full);
                answers.println("ran " + program.origin() + (full ? " on full channels" : " on empty channels"));
            }
        }
    }

    private static void run(ExampleCode example, Class<?> compiled, boolean full) throws Exception {
        try (Rondo rondo = Rondo.connect()) {
            Subscriber slow = full ? fill(rondo) : null;
            FutureTask<Object> run = new FutureTask<>(() -> compiled.getMethod("run").invoke(null));
            Thread.ofPlatform().daemon().start(run);
            while (!ended(run)) {
                compiled.getField("running").setBoolean(null, false);
                if (full) {
                    empty(rondo, slow, !example.consumes());
                }
            }
            run.get();
        } catch (ExecutionException e) {
            throw new AssertionError(example.origin() + " failed", e.getCause());
        }
    }

    /** Fills the queue, and the topic with a consumer that does not read. */
    private static Subscriber fill(Rondo rondo) {
        Subscriber slow = rondo.topic("prices").subscriber();
        try (Publisher orders = rondo.queue("orders").publisher();
                Publisher prices = rondo.topic("prices").publisher()) {
            Messages.fill(orders);
            Messages.fill(prices);
        }
        return slow;
    }

    private static boolean ended(FutureTask<Object> run) throws InterruptedException, ExecutionException {
        try {
            run.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Empties the channels that an example waits for. */
    private static void empty(Rondo rondo, Subscriber slow, boolean queue) {
        slow.poll(Messages.IGNORE, Integer.MAX_VALUE);
        if (queue) {
            try (Subscriber orders = rondo.queue("orders").subscriber()) {
                orders.poll(Messages.IGNORE, Integer.MAX_VALUE);
            }
        }
    }
}
