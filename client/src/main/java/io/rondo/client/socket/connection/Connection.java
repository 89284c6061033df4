package io.rondo.client.socket.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.FileDescriptor;
import io.rondo.client.UnavailableException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.DataDecoder;
import io.rondo.codecs.control.MessageHeaderDecoder;
import io.rondo.codecs.control.WorkDecoder;
import io.rondo.codecs.log.LogFrames;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.session.WorkFrameEncoder;
import io.rondo.codecs.sofh.SofhException;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.SegmentException;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.os.DescriptorSocket;
import io.rondo.core.os.NativeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * One connection: reads and decodes frames for a session, and owns the {@link FrameWriter}. Confined to the event loop,
 * or to the thread that holds its lease.
 */
public final class Connection extends ChannelInboundHandlerAdapter {
    /** User event: a write failed. */
    static final Object BROKEN = "broken";

    private static final int MAX_CONTROL_LENGTH = SessionEncoder.MAX_CONTROL_FRAME_LENGTH - SofhHeader.LENGTH;
    private static final SegmentBuffer EMPTY = new SegmentBuffer();
    private static final int TEMPLATE_ID = MessageHeaderDecoder.templateIdEncodingOffset();

    private final Channel channel;
    private final EventLoopLease lease;
    private final FrameWriter writer;
    private final FrameReader frames = new FrameReader(MAX_CONTROL_LENGTH, this::onFrame);
    private final SegmentBuffer view = new SegmentBuffer();
    private final Session session;
    private final SessionDecoder decoder;
    /** Null if only the event loop can read. */
    private final FileDescriptor descriptor;
    private ByteBuffer inlineBuffer;
    private final SegmentBuffer inlineView = new SegmentBuffer();
    private Future<?> delayedClose;
    private long reads;
    /** Written by the loop or the lease holder. */
    private volatile long receivedBytes;
    private boolean local;
    /** Whether the event loop must not delay frames of this connection, which is counted then. */
    private boolean prompt;
    private boolean paused;
    /** Received bytes are discarded. */
    private boolean closing;
    private boolean closed;

    /** One side of a session. Called by the event loop or the thread that holds its lease. */
    public interface Session extends SessionHandler {
        /** All bytes that were read have been delivered. */
        void onBatchEnd();

        /** The received bytes are invalid, or this side failed. Last opportunity to send a frame. */
        void onFault(ByeReason reason, String what);

        /**
         * The connection is closed. Called once, as the last call.
         *
         * @param reason null if either side closed it in order; otherwise what was invalid
         */
        void onClosed(String reason);
    }

    /** Creates the session of a new connection. */
    @FunctionalInterface
    public interface SessionFactory {
        Session create(Connection connection);
    }

    /**
     * Configures a new connection and adds this handler to it.
     *
     * @param channel a newly registered channel
     * @param lease of the channel's event loop
     * @param factory creates the session
     */
    public Connection(Channel channel, EventLoopLease lease, SessionFactory factory) {
        this.channel = channel;
        this.lease = lease;
        SocketOptions.configure(channel);
        descriptor = channel instanceof EpollDomainSocketChannel epoll ? epoll.fd() : null;
        writer = new FrameWriter(channel, lease, descriptor == null ? null : descriptor::write);
        session = factory.create(this);
        decoder = new SessionDecoder(session);
        channel.pipeline().addLast(this);
    }

    /** Records that both ends of the connection are in this process. */
    public void markLocal() {
        local = true;
        lease.addLocalConnections(1);
    }

    /** Loop: from now on the peer's frames may wait for the duration of a lease. */
    public void tolerateDelay() {
        if (prompt) {
            prompt = false;
            lease.addPromptConnections(-1);
        }
    }

    public FrameWriter writer() {
        return writer;
    }

    Channel channel() {
        return channel;
    }

    /**
     * Sends a frame together with descriptors, as the only frame of the connection.
     *
     * @param frame the frame
     * @param files the files to pass descriptors of
     * @throws IOException if the descriptors cannot be passed now; nothing is sent
     * @throws UnavailableException if this process cannot pass descriptors
     */
    public void pass(byte[] frame, List<NativeFile> files) throws IOException {
        if (descriptor == null) {
            throw new UnavailableException("sockets of the JDK cannot pass descriptors (RONDO_SOCKET_IO): use epoll");
        }
        try {
            DescriptorSocket.send(descriptor.intValue(), frame, files);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        }
    }

    /** Sets the longest message that is accepted from now on. */
    public void limitMessages(int maxMessageLength) {
        limitFrames(SessionEncoder.dataFrameLength(maxMessageLength));
    }

    /** Sets the longest message of a work queue that is accepted from now on. */
    public void limitWork(int maxMessageLength) {
        limitFrames(WorkFrameEncoder.HEADER_LENGTH + maxMessageLength);
    }

    /** Sets the longest message of a sequenced topic that is accepted from now on, in a frame as the log has it. */
    public void limitSequencedMessages(int maxMessageLength) {
        limitFrames(LogFrames.DATA_HEADER_LENGTH + maxMessageLength);
    }

    private void limitFrames(int longest) {
        frames.limit(Math.max(SessionEncoder.MAX_CONTROL_FRAME_LENGTH, longest) - SofhHeader.LENGTH);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            reads++;
            if (!closed && !closing) {
                int length = bytes.readableBytes();
                ByteBuffer memory = bytes.internalNioBuffer(bytes.readerIndex(), length);
                view.wrap(memory, memory.position(), length);
                deliver(view, length);
            }
        } finally {
            bytes.release();
        }
    }

    /**
     * With the event loop's lease: reads and delivers the bytes that are there. Leaves the end of the connection to the
     * loop. Returns whether bytes were read.
     */
    public boolean receiveInline() {
        if (closed || closing || paused || descriptor == null) {
            return false;
        }
        if (inlineBuffer == null) {
            inlineBuffer = ByteBuffer.allocateDirect(SocketOptions.READ_BYTES);
            inlineView.wrap(inlineBuffer);
        }
        try {
            int length = descriptor.read(inlineBuffer, 0, SocketOptions.READ_BYTES);
            if (length <= 0) {
                return false;
            }
            reads++;
            deliver(inlineView, length);
            if (!closed && !closing) {
                session.onBatchEnd();
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (RuntimeException e) {
            fail(ByeReason.INTERNAL, e.toString());
            return false;
        }
    }

    private void deliver(DirectBuffer bytes, int length) {
        receivedBytes += length;
        try {
            if (paused) {
                frames.keep(bytes, 0, length);
            } else if (!frames.read(bytes, 0, length)) {
                paused = true;
                channel.config().setAutoRead(false);
            }
        } catch (SofhException | SessionException e) {
            fail(e.getMessage());
        } catch (RuntimeException e) {
            // A defect of this process, not an invalid frame. Closing prevents a session in an unknown state.
            fail(ByeReason.INTERNAL, e.toString());
        }
    }

    private boolean onFrame(DirectBuffer buffer, int offset, int length, int encodingType) {
        if (closed || closing) {
            return true;
        }
        if (length > MAX_CONTROL_LENGTH) {
            requireMessage(buffer.getShort(offset + TEMPLATE_ID, ByteOrder.LITTLE_ENDIAN), length);
        }
        return decoder.decode(buffer, offset, length, encodingType);
    }

    /** Only a frame with a message may be as long as this one. */
    private static void requireMessage(int templateId, int length) {
        if (templateId != DataDecoder.TEMPLATE_ID && templateId != WorkDecoder.TEMPLATE_ID) {
            throw new SessionException(
                    "a frame of " + (length + SofhHeader.LENGTH) + " bytes, other than Data and Work, is longer than "
                            + SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
        }
    }

    /** Any thread: the descriptor of the socket. It may be closed. */
    int descriptor() {
        return descriptor.intValue();
    }

    /** Any thread: the bytes that were read so far. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** The number of reads so far. */
    public long reads() {
        return reads;
    }

    /** Loop: offers the refused frame again. */
    public void resume() {
        if (closed || closing || !paused) {
            return;
        }
        paused = false;
        deliver(EMPTY, 0);
        if (!paused && !closed) {
            session.onBatchEnd();
            lease.wakeSleeper();
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!closed) {
            prompt = true;
            lease.addPromptConnections(1);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!closed && !closing) {
            session.onBatchEnd();
        }
        // Also behind the last messages of a session.
        lease.wakeSleeper();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            close(null);
        } else if (event == BROKEN) {
            // The peer's Bye may still be unread. The end of the stream follows it.
            closeLater(null);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            close(null);
        } else {
            fail(ByeReason.INTERNAL, cause.toString());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close(null);
    }

    /** Closes the connection immediately. Idempotent. */
    public void close(String reason) {
        if (closed) {
            return;
        }
        closed = true;
        if (local) {
            lease.addLocalConnections(-1);
        }
        tolerateDelay();
        if (delayedClose != null) {
            delayedClose.cancel(false);
        }
        writer.close();
        // Releases the session's resources first: the peer, which sees the connection closed, may then claim them
        // again.
        session.onClosed(reason);
        channel.close();
        lease.wakeSleeper();
    }

    /** Reports an invalid frame to the peer and closes the connection. */
    void fail(String reason) {
        fail(ByeReason.PROTOCOL_ERROR, reason);
    }

    private void fail(ByeReason kind, String reason) {
        if (!closed && !closing) {
            session.onFault(kind, reason);
            closeAfterFlush(reason);
        }
    }

    /**
     * Closes the connection once the written frames are sent, or after a timeout. Discards all bytes received from now
     * on.
     */
    public void closeAfterFlush() {
        closeAfterFlush(null);
    }

    private void closeAfterFlush(String reason) {
        closing = true;
        if (writer.isDrained()) {
            close(reason);
        } else {
            // Runs after the writing tasks that the loop has queued.
            channel.eventLoop().execute(() -> {
                if (writer.isDrained()) {
                    close(reason);
                } else {
                    closeLater(reason);
                }
            });
        }
    }

    /** Closes the connection when the peer does, or after a timeout. Discards all bytes received from now on. */
    public void closeAfterPeer() {
        closing = true;
        closeLater(null);
    }

    private void closeLater(String reason) {
        if (!closed && delayedClose == null) {
            delayedClose = channel.eventLoop().schedule(() -> close(reason), 1, TimeUnit.SECONDS);
        }
    }

    boolean isClosed() {
        return closed;
    }
}
