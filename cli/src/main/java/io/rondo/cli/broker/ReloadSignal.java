package io.rondo.cli.broker;

import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;

/** SIGHUP as a request to read the configuration again. Requests that come before the last one was taken count once. */
final class ReloadSignal {
    private final Semaphore requests = new Semaphore(0);

    private ReloadSignal() {}

    /** Returns one that never comes. SIGHUP ends the process, as it does by default. */
    static ReloadSignal never() {
        return new ReloadSignal();
    }

    /**
     * Takes SIGHUP from the JVM, which would end. If the process was started to ignore it ({@code nohup}), that stays so.
     *
     * @return the signal
     */
    static ReloadSignal install() {
        ReloadSignal signal = new ReloadSignal();
        signal.handle();
        return signal;
    }

    /**
     * {@code sun.misc.Signal} is supported (module jdk.unsupported), but the compiler warns about each use, which cannot be
     * suppressed and would be an error.
     */
    private void handle() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Class<?> type = Class.forName("sun.misc.Signal");
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            requests.release();
                        }
                        return null;
                    });
            type.getMethod("handle", type, handler).invoke(null,
                    type.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JVM has no sun.misc.Signal: use one with the module jdk.unsupported",
                    e);
        }
    }

    /**
     * Waits for a request.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void await() throws InterruptedException {
        requests.acquire();
        requests.drainPermits();
    }
}
