package io.rondo.examples.gateway;

import io.rondo.client.Rondo;
import io.rondo.client.Topic;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts the parts of the system. Each has a thread of its own here, and may have a process of its own. */
public final class OrderGateway {
    static final int GATEWAYS = 2;

    void main() {
        try (Rondo rondo = Rondo.connect()) { // its end closes all publishers and subscribers
            List<Gateway> gateways = List.of(new Gateway(rondo, 0), new Gateway(rondo, 1));
            // All orders and cancels wait when the engine starts, so that each run prints the same.
            gateways.forEach(Gateway::send);
            Display display = new Display(rondo);
            Engine engine = new Engine(rondo);
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                gateways.forEach(threads::execute);
                List.of(display, engine).forEach(threads::execute);
            }
            gateways.forEach(System.out::println);
            System.out.println(display);
        }
    }

    /** The results of all orders. It holds 64 of them, so a slow subscriber soon is behind. */
    static Topic executions(Rondo rondo) {
        return rondo.topic("executions").ephemeral(true).capacity(4096);
    }
}
