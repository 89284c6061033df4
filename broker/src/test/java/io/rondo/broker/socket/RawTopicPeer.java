package io.rondo.broker.socket;

import io.rondo.client.Buffers;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Calls;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.sofh.SofhDeframer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A peer of a sequenced topic that sends any frames. */
final class RawTopicPeer implements AutoCloseable {
    static final long ID = 4711;
    private static final int LENGTH = 4096;

    private final SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    private final SessionEncoder encoder = new SessionEncoder();
    private final SofhDeframer deframer = new SofhDeframer(LENGTH);
    private final Received received = new Received();
    private final SessionDecoder decoder = new SessionDecoder(received);
    private long frameBytes;

    /** A message. */
    record Data(long sequence) {}

    RawTopicPeer(Path socketFile) throws IOException {
        socket.connect(UnixDomainSocketAddress.of(socketFile));
    }

    static Hello hello(Role role, long nextSequence, int version) {
        return new Hello(ID, 0, nextSequence, 0, version, role, null, false, Terms.NONE, "orders");
    }

    void send(BiFunction<SessionEncoder, MutableDirectBuffer, Integer> frame) throws IOException {
        byte[] bytes = new byte[LENGTH];
        int length = frame.apply(encoder, Buffers.wrap(bytes));
        socket.write(ByteBuffer.wrap(bytes, 0, length));
    }

    /** Sends any bytes. */
    void raw(byte[] bytes) throws IOException {
        socket.write(ByteBuffer.wrap(bytes));
    }

    void join(Join join) throws IOException {
        send((to, buffer) -> to.join(buffer, 0, join));
    }

    void greet(Hello hello) throws IOException {
        send((to, buffer) -> to.hello(buffer, 0, hello));
    }

    /** Sends a message of one byte. */
    void data(long sequence) throws IOException {
        send((to, buffer) -> to.dataHeader(buffer, 0, sequence, 1) + 1);
    }

    void ack(long confirmed, long credit) throws IOException {
        send((to, buffer) -> to.ack(buffer, 0, confirmed, credit));
    }

    /** Returns the next message of the broker. */
    Object next() throws IOException {
        while (received.all().isEmpty()) {
            int room = deframer.reserve(LENGTH);
            int count = socket.read(ByteBuffer.wrap(deframer.array(), deframer.writeIndex(), room));
            if (count < 0) {
                throw new IOException("the broker closed the connection");
            }
            deframer.wrote(count);
            deframer.drain((bytes, offset, length, type) -> decoder.decode(Buffers.wrap(bytes), offset, length, type));
        }
        return received.all().removeFirst();
    }

    <T> T next(Class<T> type) throws IOException {
        return type.cast(next());
    }

    /** Bytes of the frames that credit counts. */
    long frameBytes() {
        return frameBytes;
    }

    /** Keeps the sequences of messages. */
    private final class Received extends Calls {
        @Override
        public boolean onSequencedData(long sequence, long timestamp, int frameLength, DirectBuffer buffer, int offset,
                int length) {
            frameBytes += frameLength;
            return all().add(new RawTopicPeer.Data(sequence));
        }

        @Override
        public void onLogFrame(int frameLength) {
            frameBytes += frameLength;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
