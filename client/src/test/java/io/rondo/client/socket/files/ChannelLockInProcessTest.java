package io.rondo.client.socket.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.RondoException;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a channel between threads of one process. */
class ChannelLockInProcessTest {
    @TempDir
    private Path directory;
    private final CountDownLatch locked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private Task<Boolean> holder;

    /** Holds the lock on a thread of its own until the test releases it. */
    @BeforeEach
    void lock() throws Exception {
        holder = Task.start(() -> ChannelLock.of("x", directory).call(() -> {
            locked.countDown();
            return await(release);
        }));
        assertThat(await(locked)).isTrue();
    }

    @AfterEach
    void unlock() throws Exception {
        release.countDown();
        assertThat(holder.join()).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(Watchdog.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptOutlastsAWaitThatFails() throws Exception {
        Task<Boolean> waiting = Task.start(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> ChannelLock.of("x", directory).call(() -> null))
                    .isInstanceOf(RondoException.class).hasMessageContaining("another thread of this process");
            return Thread.currentThread().isInterrupted();
        });
        assertThat(waiting.join()).isTrue();
    }

    /** As in a process with two applications, each with a copy of the library. */
    private static final class OtherCopy implements AutoCloseable {
        private final URLClassLoader loader;

        OtherCopy() {
            loader = new URLClassLoader(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(entry -> url(Path.of(entry).toUri())).toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        private static URL url(URI uri) {
            try {
                return uri.toURL();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        Object call(Path directory) throws Exception {
            Class<?> type = loader.loadClass(ChannelLock.class.getName());
            Class<?> step = loader.loadClass(ChannelLock.Step.class.getName());
            Object lock = type.getMethod("of", String.class, Path[].class).invoke(null, "x", new Path[]{directory});
            Object result = Proxy.newProxyInstance(loader, new Class<?>[]{step},
                    (proxy, method, arguments) -> "locked");
            try {
                return type.getMethod("call", step).invoke(lock, result);
            } catch (InvocationTargetException e) {
                throw new AssertionError(e.getCause());
            }
        }

        @Override
        public void close() throws IOException {
            loader.close();
        }
    }

    @Test
    void twoCopiesOfTheLibraryExcludeEachOther() throws Exception {
        Path file = directory.resolve("x@lock");
        try (OtherCopy copy = new OtherCopy()) {
            Task<Object> other = Task.start(() -> copy.call(directory));
            Watchdog.await("the other copy has opened the file", () -> other.isDone() || descriptors(file) > 1);
            release.countDown();
            assertThat(other.join()).isEqualTo("locked");
        }
    }

    /** Counts this process's descriptors of a file. */
    private static long descriptors(Path file) {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(descriptor -> isOf(descriptor, file)).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOf(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }
}
