package io.rondo.broker.log.storage;

import java.util.List;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.shutdown.PriorityHook;

/** Checks the flags that Chronicle Bytes needs, and initializes it. */
public final class JvmFlags {
    private static final List<String> OPEN = List.of("java.lang", "java.nio", "sun.nio.ch", "jdk.internal.misc");

    private JvmFlags() {}

    /**
     * Checks that the JVM was started with the flags. Then Chronicle Bytes adds its shutdown hook, which it could not after a
     * signal: a process that publishers rely on calls this before they see it.
     *
     * @throws IllegalStateException if one is missing; the message states the remedy. Also if the process is ending: without
     *     this check the classes of Chronicle Bytes would fail to initialize, and its thread would report that
     */
    public static void require() {
        Module base = Object.class.getModule();
        Module user = JvmFlags.class.getModule();
        for (String each : OPEN) {
            if (!base.isOpen(each, user)) {
                throw new IllegalStateException("the log needs --add-opens=java.base/" + each
                        + "=ALL-UNNAMED and the other flags of config/jvm.options:"
                        + " start java with @config/jvm.options");
            }
        }
        // The hook is added before the releaser is initialized, which starts a thread before it adds the hook.
        PriorityHook.add(0, JvmFlags::nothing);
        BackgroundResourceReleaser.isOnBackgroundResourceReleaserThread();
    }

    private static void nothing() {}
}
