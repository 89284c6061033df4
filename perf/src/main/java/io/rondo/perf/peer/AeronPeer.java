package io.rondo.perf.peer;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.CloseHelper;

/**
 * Aeron IPC: an exclusive publication per channel, and a media driver of the pair's own in the leading process. The driver is
 * not on a message's way, but moves the publisher's limit.
 */
final class AeronPeer implements Peer {
    private static final int TERM_LENGTH = 64 * 1024 * 1024;
    /** The longest Aeron allows: a claim holds at most one fragment. */
    private static final int MTU = 65_504;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final RestingIdleStrategy driverIdle = new RestingIdleStrategy();
    private final int termLength;

    AeronPeer(PeerSettings settings) {
        termLength = settings.streaming() ? TERM_LENGTH : Math.max(settings.capacity(), 8 * MTU);
        String directory = settings.directory().resolve("aeron").toString();
        driver = settings.leader() ? MediaDriver.launch(driver(directory)) : null;
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory));
    }

    private MediaDriver.Context driver(String directory) {
        return new MediaDriver.Context().aeronDirectoryName(directory).threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(driverIdle).ipcMtuLength(MTU).termBufferSparseFile(false).dirDeleteOnShutdown(true);
    }

    @Override
    public Sender sender(String channel) {
        ExclusivePublication publication = aeron.addExclusivePublication(uri(), stream(channel));
        BufferClaim claim = new BufferClaim();
        return (writer, length) -> {
            long position = publication.tryClaim(length, claim);
            if (position > 0) {
                writer.write(claim.buffer(), claim.offset(), length);
                claim.commit();
                return true;
            }
            if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("Aeron publication: " + Publication.errorString(position));
            }
            return false;
        };
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        Subscription subscription = aeron.addSubscription(uri(), stream(channel));
        FragmentHandler handler = (buffer, offset, length, header) -> reader.read(buffer, offset, length);
        return () -> subscription.poll(handler, Receiver.LIMIT);
    }

    private String uri() {
        return CommonContext.IPC_CHANNEL + "?term-length=" + termLength;
    }

    private static int stream(String channel) {
        return channel.hashCode();
    }

    @Override
    public void resume() {
        driverIdle.resume();
    }

    @Override
    public void pause() {
        driverIdle.rest();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
