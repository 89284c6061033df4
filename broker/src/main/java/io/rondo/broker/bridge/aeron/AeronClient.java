package io.rondo.broker.bridge.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.UnavailableImageHandler;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.DriverTimeoutException;
import io.rondo.client.UnavailableException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A client of a media driver. The thread that uses it runs its conductor, so that the resources of one bridge are
 * never used and closed at the same time. For one thread.
 */
public final class AeronClient implements AutoCloseable {
    private final BridgeDriver driver;
    private final Path directory;
    private final Aeron aeron;
    /** Why the client has ended; null while it works. */
    private volatile Throwable failure;

    /**
     * Connects to the driver.
     *
     * @throws UnavailableException if the driver does not answer
     */
    public AeronClient(BridgeDriver driver) {
        this.driver = driver;
        directory = driver.directory();
        try {
            aeron = Aeron
                    .connect(new Aeron.Context().aeronDirectoryName(directory.toString()).useConductorAgentInvoker(true)
                            .errorHandler(this::onError));
        } catch (AeronException e) {
            driver.failed(directory);
            throw new UnavailableException("the media driver in " + directory + " does not answer: "
                    + AeronErrors.message(e) + driver.remedy(), e);
        }
    }

    private void onError(Throwable error) {
        if (failure == null && !AeronErrors.isWarning(error)) {
            failure = error;
        }
    }

    /** Returns Aeron's client. */
    public Aeron aeron() {
        return aeron;
    }

    /**
     * Opens a stream to send on.
     *
     * @throws UnavailableException if it cannot be opened; the message has the reason
     */
    public ExclusivePublication publication(AeronStream stream) {
        return open(stream, () -> {
            stream.requireFitting();
            ExclusivePublication opened = aeron.addExclusivePublication(stream.uri(), stream.id());
            stream.destinations().forEach(opened::addDestination);
            return opened;
        });
    }

    /**
     * Opens a stream to receive from.
     *
     * @param stream the stream
     * @param onUnavailable is told of each sender that has gone
     * @throws UnavailableException if it cannot be opened; the message has the reason
     */
    public Subscription subscription(AeronStream stream, UnavailableImageHandler onUnavailable) {
        return open(stream, () -> {
            Subscription opened = aeron.addSubscription(stream.uri(), stream.id(), _ -> {}, onUnavailable);
            stream.destinations().forEach(opened::addDestination);
            return opened;
        });
    }

    private static <T> T open(AeronStream stream, Supplier<T> open) {
        try {
            stream.requireUsable();
            return open.get();
        } catch (IllegalArgumentException e) {
            throw new UnavailableException(e.getMessage(), e);
        } catch (AeronException | IllegalStateException e) {
            throw new UnavailableException("cannot open stream " + stream.id() + " of " + stream.uri() + ": "
                    + AeronErrors.message(e) + ": check the addresses, and whether another driver has the port", e);
        }
    }

    /**
     * Runs a duty cycle of the conductor.
     *
     * @return the amount of work
     * @throws UnavailableException if the driver does not answer any more, or has closed the client
     */
    public int invoke() {
        int work = aeron.conductorAgentInvoker().invoke();
        if (aeron.isClosed()) {
            throw failed();
        }
        return work;
    }

    /** Returns why the client works no more. */
    UnavailableException failed() {
        if (failure instanceof DriverTimeoutException) {
            driver.failed(directory);
        }
        return new UnavailableException("the connection to the media driver has ended"
                + (failure == null ? "" : ": " + AeronErrors.message(failure)) + driver.remedy(), failure);
    }

    @Override
    public void close() {
        aeron.close();
    }
}
