package io.rondo.core.segment;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Arguments: directory, kind, mutations, seed. Says now and then how far it is, and at last "done"; a round that does not end ends
 * the process, with the place where it hangs.
 */
final class FuzzMain {
    private static final long REPORT = 10_000;
    private static final long WATCHDOG_MILLIS = 30_000;
    private static final int HANGS = 3;

    private FuzzMain() {}

    public static void main(String[] args) throws Exception {
        long most = Long.parseLong(args[2]);
        AtomicLong rounds = new AtomicLong();
        watch(Thread.currentThread(), rounds);
        try (Arena arena = Arena.ofShared()) {
            SegmentFuzzer fuzzer = new SegmentFuzzer(Path.of(args[0]), args[1], Long.parseLong(args[3]), arena);
            long reported = 0;
            while (fuzzer.mutations() < most) {
                fuzzer.round();
                rounds.incrementAndGet();
                if (fuzzer.mutations() - reported >= REPORT) {
                    reported = fuzzer.mutations();
                    System.out.println(reported + " words in " + rounds + " rounds");
                }
            }
            if (fuzzer.corrupt() == 0) {
                throw new AssertionError("nothing was found to be corrupt");
            }
            System.out.println("done: " + fuzzer.mutations() + " words, " + rounds + " rounds, " + fuzzer.corrupt()
                    + " times found to be corrupt");
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("in round " + rounds, e);
        }
    }

    private static void watch(Thread main, AtomicLong rounds) {
        Thread.ofPlatform().daemon().start(() -> {
            long before = -1;
            while (rounds.get() != before) {
                before = rounds.get();
                try {
                    Thread.sleep(WATCHDOG_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
            AssertionError hang = new AssertionError("round " + before + " does not end");
            hang.setStackTrace(main.getStackTrace());
            hang.printStackTrace();
            Runtime.getRuntime().halt(HANGS);
        });
    }
}
