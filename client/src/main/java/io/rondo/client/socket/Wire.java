package io.rondo.client.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.FileDescriptor;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.DataDecoder;
import io.rondo.codecs.control.MessageHeaderDecoder;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhException;
import io.rondo.codecs.sofh.SofhHandler;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.memory.SegmentBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One connection: frames in, an {@link Outlet} for frames out, and their end. Confined to the loop. */
final class Wire extends ChannelInboundHandlerAdapter {
    /** Fired when a write failed. */
    static final Object BROKEN = "broken";

    private static final int MAX_CONTROL_LENGTH = SessionEncoder.MAX_CONTROL_FRAME_LENGTH - SofhHeader.LENGTH;
    private static final int TEMPLATE_ID = MessageHeaderDecoder.templateIdEncodingOffset();
    private static final int READ_BYTES = 64 * 1024;
    private static final int READS_IN_A_ROW = 4;

    private final Channel channel;
    private final LoopSeat seat;
    private final Outlet outlet;
    private final SofhDeframer deframer = new SofhDeframer(MAX_CONTROL_LENGTH);
    private final SegmentBuffer view = new SegmentBuffer();
    private final SofhHandler frames = this::onFrame;
    private final Session session;
    private final SessionDecoder decoder;
    /** Null where only the loop can read. */
    private final FileDescriptor descriptor;
    private ByteBuffer fetched;
    private byte[] viewed;
    private Future<?> lateEnd;
    private long reads;
    private boolean bothEnds;
    private boolean paused;
    /** What comes does not count any more. */
    private boolean ending;
    private boolean ended;

    /** One end of a session, called by the loop. */
    interface Session extends SessionHandler {
        /** What was there to read was handed out. */
        void onBatchEnd();

        /** What came is not as it should be, or this side failed: the last chance to say so to the other side. */
        void onFault(ByeReason reason, String what);

        /**
         * The connection is closed; called once, and nothing after it.
         *
         * @param reason null if this side closed it, or the other side did; otherwise what was wrong with what came
         */
        void onEnd(String reason);
    }

    /** Makes the session of a new connection. */
    @FunctionalInterface
    interface SessionFactory {
        Session create(Wire wire);
    }

    /**
     * Takes a new connection over.
     *
     * @param channel a channel that was just registered
     * @param seat of its loop
     * @param factory makes what handles its frames
     */
    Wire(Channel channel, LoopSeat seat, SessionFactory factory) {
        this.channel = channel;
        this.seat = seat;
        configure(channel);
        descriptor = channel instanceof EpollDomainSocketChannel epoll ? epoll.fd() : null;
        outlet = new Outlet(channel, seat, descriptor == null ? null : descriptor::write);
        session = factory.create(this);
        decoder = new SessionDecoder(session);
        channel.pipeline().addLast(this);
    }

    private static void configure(Channel channel) {
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT)
                .setRecvByteBufAllocator(
                        new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(READS_IN_A_ROW))
                // The descriptor stays open until end(): another thread may be about to write to it.
                .setAutoClose(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** The other end is in this process, too. */
    void hasBothEnds() {
        bothEnds = true;
        seat.busyWithBothEnds(1);
    }

    Outlet outlet() {
        return outlet;
    }

    Channel channel() {
        return channel;
    }

    /** Lets frames of so many bytes of payload in, from now on. */
    void admit(int maxMessageLength) {
        deframer.limit(Math.max(SessionEncoder.MAX_CONTROL_FRAME_LENGTH,
                SessionEncoder.dataFrameLength(maxMessageLength)) - SofhHeader.LENGTH);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            reads++;
            if (!ended && !ending) {
                int length = bytes.readableBytes();
                deframer.reserve(length);
                bytes.readBytes(deframer.array(), deframer.writeIndex(), length);
                deframer.wrote(length);
                if (!paused) {
                    handOut();
                }
            }
        } finally {
            bytes.release();
        }
    }

    /**
     * In the loop's place: reads what is there and hands it out; whether there was anything. The end of the connection is left to the
     * loop.
     */
    boolean fetch() {
        if (ended || ending || paused || descriptor == null) {
            return false;
        }
        if (fetched == null) {
            fetched = ByteBuffer.allocateDirect(READ_BYTES);
        }
        try {
            int length = descriptor.read(fetched, 0, READ_BYTES);
            if (length <= 0) {
                return false;
            }
            reads++;
            deframer.reserve(length);
            fetched.get(0, deframer.array(), deframer.writeIndex(), length);
            deframer.wrote(length);
            handOut();
            if (!ended && !ending) {
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

    private void handOut() {
        try {
            if (!deframer.drain(frames)) {
                paused = true;
                channel.config().setAutoRead(false);
            }
        } catch (SofhException | SessionException e) {
            fail(e.getMessage());
        } catch (RuntimeException e) {
            // Nothing that a peer sends leads here; it must not leave half a session behind.
            fail(ByeReason.INTERNAL, e.toString());
        }
    }

    private boolean onFrame(byte[] buffer, int offset, int length, int encodingType) {
        if (ended || ending) {
            return true;
        }
        if (buffer != viewed) {
            viewed = buffer;
            view.wrap(buffer);
        }
        if (length > MAX_CONTROL_LENGTH
                && view.getShort(offset + TEMPLATE_ID, ByteOrder.LITTLE_ENDIAN) != DataDecoder.TEMPLATE_ID) {
            throw new SessionException(
                    "a frame of " + (length + SofhHeader.LENGTH) + " bytes, other than Data, is longer than "
                            + SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
        }
        return decoder.decode(view, offset, length, encodingType);
    }

    /** How often bytes were read. */
    long reads() {
        return reads;
    }

    /** The frame that was refused may be offered again; called by the loop. */
    void resume() {
        if (ended || ending || !paused) {
            return;
        }
        paused = false;
        handOut();
        if (!paused && !ended) {
            session.onBatchEnd();
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!ended && !ending) {
            session.onBatchEnd();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            end(null);
        } else if (event == BROKEN) {
            // The other side's last word may still be here to read; the end of it comes right behind.
            endLater(null);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            end(null);
        } else {
            fail(ByeReason.INTERNAL, cause.toString());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(null);
    }

    /** Closes the connection at once. Idempotent. */
    void end(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        if (bothEnds) {
            seat.busyWithBothEnds(-1);
        }
        if (lateEnd != null) {
            lateEnd.cancel(false);
        }
        outlet.shut();
        // Who sees the connection closed finds what it held free.
        session.onEnd(reason);
        channel.close();
    }

    /** Says what is wrong with what came, and closes the connection. */
    void fail(String reason) {
        fail(ByeReason.PROTOCOL_ERROR, reason);
    }

    private void fail(ByeReason kind, String reason) {
        if (!ended && !ending) {
            session.onFault(kind, reason);
            endAfterWriting(reason);
        }
    }

    /** Closes the connection when what was sent is on its way, or after a while. What comes does not count from now on. */
    void endAfterWriting() {
        endAfterWriting(null);
    }

    private void endAfterWriting(String reason) {
        ending = true;
        if (outlet.isDrained()) {
            end(reason);
        } else {
            // What is to be written by a task of the loop is, before this one runs.
            channel.eventLoop().execute(() -> {
                if (outlet.isDrained()) {
                    end(reason);
                } else {
                    endLater(reason);
                }
            });
        }
    }

    /** Closes the connection when the other side does, or after a while. What comes does not count from now on. */
    void endWithOther() {
        ending = true;
        endLater(null);
    }

    private void endLater(String reason) {
        if (!ended && lateEnd == null) {
            lateEnd = channel.eventLoop().schedule(() -> end(reason), 1, TimeUnit.SECONDS);
        }
    }

    boolean isEnded() {
        return ended;
    }
}
