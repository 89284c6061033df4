package io.rondo.broker.bridge.aeron;

import io.aeron.CncFileDescriptor;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import io.rondo.client.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The media driver of bridges: one that runs already, or one of this process in a directory of its own. Thread-safe. */
public final class BridgeDriver implements AutoCloseable {
    private static final String ERRORS_OF = "media driver: ";

    /** Directory of a driver that runs; null for one of this process. */
    private final Path running;
    private final Path channels;
    private final Consumer<String> errors;
    private DriverDirectory directory;
    private MediaDriver driver;

    private BridgeDriver(Path running, Path channels, Consumer<String> errors) {
        this.running = running;
        this.channels = channels;
        this.errors = errors;
    }

    /** A driver that another process runs in a directory, {@code aeron.dir}. */
    public static BridgeDriver running(Path directory) {
        return new BridgeDriver(directory.toAbsolutePath(), null, _ -> {});
    }

    /**
     * A driver of this process. It starts with the first bridge, in a new directory that is deleted at the end.
     *
     * @param channels directory of the channels, where the new directory is made
     * @param errors gets the text of each error that the driver handles itself, on the driver's thread
     */
    public static BridgeDriver embedded(Path channels, Consumer<String> errors) {
        return new BridgeDriver(null, channels, errors);
    }

    /**
     * Returns the directory of the driver, and starts it if this is to run it.
     *
     * @throws UnavailableException if there is no driver, or it cannot start
     */
    synchronized Path directory() {
        if (running != null) {
            if (!Files.exists(running.resolve(CncFileDescriptor.CNC_FILE))) {
                throw new UnavailableException("no Aeron media driver runs in " + running
                        + ": start one there, or leave its directory out to run one in this process");
            }
            return running;
        }
        if (driver == null) {
            launch();
        }
        return directory.path();
    }

    /**
     * Runs a duty cycle of a driver of this process, which has no thread of its own.
     *
     * @return the amount of work
     */
    public int invoke() {
        return running == null ? invokeOwn() : 0;
    }

    private synchronized int invokeOwn() {
        return driver == null ? 0 : driver.sharedAgentInvoker().invoke();
    }

    private void launch() {
        DriverDirectory made = DriverDirectory.create(channels);
        try {
            driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(made.path().toString())
                    .threadingMode(ThreadingMode.INVOKER).dirDeleteOnStart(true).dirDeleteOnShutdown(true)
                    .warnIfDirectoryExists(false).errorHandler(this::onError));
            directory = made;
        } catch (RuntimeException e) {
            made.close();
            throw new UnavailableException("cannot start an Aeron media driver in " + made.path() + ": "
                    + AeronErrors.message(e), e);
        }
    }

    private void onError(Throwable error) {
        if (error instanceof AeronException || error instanceof IOException) {
            errors.accept(ERRORS_OF + AeronErrors.message(error));
        } else {
            errors.accept(ERRORS_OF + error);
        }
    }

    /**
     * A client found that the driver does not answer: one of this process is replaced, unless another client has done so.
     *
     * @param directory of the driver that the client used
     */
    synchronized void failed(Path directory) {
        if (driver != null && this.directory.path().equals(directory)) {
            end();
        }
    }

    /** Returns how an operator starts a driver that does not answer; empty for one of this process, which is replaced. */
    String remedy() {
        return running == null ? "" : ": start the driver of " + running + " again if it does not run";
    }

    private void end() {
        if (driver != null) {
            driver.close();
            driver = null;
            directory.close();
            directory = null;
        }
    }

    /** Ends a driver of this process, and deletes its directory. */
    @Override
    public synchronized void close() {
        end();
    }
}
