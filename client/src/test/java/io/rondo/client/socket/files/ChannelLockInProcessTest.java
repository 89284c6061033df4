package io.rondo.client.socket.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a channel between threads of one process. */
class ChannelLockInProcessTest {
    @TempDir
    private Path directory;
    private final CountDownLatch locked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    /** Holds a lock on a thread of its own until the test releases it. */
    private Task<Object> hold(Holder lock) throws Exception {
        Task<Object> holder = Task.start(() -> lock.call(() -> {
            locked.countDown();
            return await(release);
        }));
        assertThat(await(locked)).isTrue();
        return holder;
    }

    private void release(Task<Object> holder) throws Exception {
        release.countDown();
        assertThat(holder.join()).isEqualTo(true);
        assertThat(directory).isEmptyDirectory();
    }

    private interface Holder {
        Object call(Callable<Object> step) throws Exception;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(Watchdog.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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

        Object call(Path directory, Callable<Object> action) throws Exception {
            Class<?> type = loader.loadClass(ChannelLock.class.getName());
            Class<?> step = loader.loadClass(ChannelLock.Step.class.getName());
            Object lock = type.getMethod("of", String.class, Path[].class).invoke(null, "x", new Path[]{directory});
            Object result = Proxy.newProxyInstance(loader, new Class<?>[]{step},
                    (proxy, method, arguments) -> action.call());
            try {
                return type.getMethod("call", step).invoke(lock, result);
            } catch (InvocationTargetException e) {
                throw (Exception) e.getCause();
            }
        }

        @Override
        public void close() throws IOException {
            loader.close();
        }
    }

    /** In a copy of the library: channels of other tests, which run meanwhile, may share a lock of its threads. */
    @Test
    void anInterruptOutlastsAWaitThatFails() throws Exception {
        try (OtherCopy copy = new OtherCopy()) {
            Task<Object> holder = hold(step -> copy.call(directory, step));
            Task<Boolean> waiting = Task.start(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> copy.call(directory, () -> "locked"))
                        .hasMessageContaining("another thread of this process");
                return Thread.currentThread().isInterrupted();
            });
            assertThat(waiting.join()).isTrue();
            release(holder);
        }
    }

    @Test
    void twoCopiesOfTheLibraryExcludeEachOther() throws Exception {
        Path file = directory.resolve("x@lock");
        try (OtherCopy copy = new OtherCopy()) {
            Task<Object> holder = hold(step -> ChannelLock.of("x", directory).call(() -> run(step)));
            Task<Object> other = Task.start(() -> copy.call(directory, () -> "locked"));
            Watchdog.await("the other copy has opened the file", () -> other.isDone() || descriptors(file) > 1);
            assertThat(other.isDone()).isFalse();
            release.countDown();
            assertThat(other.join()).isEqualTo("locked");
            release(holder);
        }
    }

    private static Object run(Callable<Object> step) {
        try {
            return step.call();
        } catch (Exception e) {
            throw new AssertionError(e);
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
