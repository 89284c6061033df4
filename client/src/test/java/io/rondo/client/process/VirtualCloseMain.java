package io.rondo.client.process;

import io.rondo.client.ClosedException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.util.ArrayList;
import java.util.List;

/** Virtual threads wait for room in full queues, and further ones close their publishers. */
public final class VirtualCloseMain {
    static final int PUBLISHERS = 8;

    private VirtualCloseMain() {}

    public static void main(String[] args) throws Exception {
        try (Rondo rondo = Rondo.connect()) {
            List<Publisher> publishers = new ArrayList<>();
            List<Task<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                Publisher out = rondo.queue("q" + i).capacity(4096).publisher();
                Messages.fill(out);
                publishers.add(out);
                waiting.add(Task.startVirtual(() -> waits(out)));
            }
            for (Task<Boolean> task : waiting) {
                Watchdog.await("it sleeps", () -> task.thread().getState() == Thread.State.WAITING
                        || task.thread().getState() == Thread.State.TIMED_WAITING);
            }
            List<Task<Void>> closing = publishers.stream().map(out -> Task.<Void>startVirtual(() -> {
                out.close();
                return null;
            })).toList();
            int closed = 0;
            for (Task<Void> task : closing) {
                task.join();
            }
            for (Task<Boolean> task : waiting) {
                closed += task.join() ? 1 : 0;
            }
            System.out.println("closed " + closed);
        }
    }

    private static boolean waits(Publisher out) {
        try {
            out.publish(Messages.of(0), 0, Messages.LENGTH);
            return false;
        } catch (ClosedException e) {
            return true;
        }
    }
}
