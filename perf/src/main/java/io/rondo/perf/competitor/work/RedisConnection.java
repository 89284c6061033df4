package io.rondo.perf.competitor.work;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A blocking connection to a Redis server, with as much of its protocol (RESP2) as lists need. Confined to one thread. */
final class RedisConnection implements AutoCloseable {
    private static final int LEAST_BUFFER = 1 << 16;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final SocketChannel socket;
    private final ByteBuffer out;
    private final ByteBuffer in;

    /** Connects; commands of up to {@code longest} bytes and replies to them can be buffered. */
    RedisConnection(Path path, int longest) throws IOException {
        socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        out = ByteBuffer.allocateDirect(Math.max(LEAST_BUFFER, 2 * longest));
        in = ByteBuffer.allocateDirect(Math.max(LEAST_BUFFER, 2 * longest)).limit(0);
    }

    /** The beginning of a command of {@code arguments} and one more argument of {@code length} bytes. */
    static byte[] prefix(int length, String... arguments) {
        StringBuilder text = new StringBuilder("*").append(arguments.length + 1).append("\r\n");
        for (String argument : arguments) {
            text.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
        }
        return text.append('$').append(length).append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a command of so many bytes fits beside those that were not sent yet. */
    boolean hasRoom(int prefix, int length) {
        return out.remaining() >= prefix + length + LINE_END.length;
    }

    /** Adds a command; {@link #flush} sends it. */
    void add(byte[] prefix, ByteBuffer last) {
        out.put(prefix).put(last).put(LINE_END);
    }

    /** Sends the commands that were added. */
    void flush() {
        out.flip();
        try {
            while (out.hasRemaining()) {
                socket.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the Redis server ended", e);
        }
        out.clear();
    }

    /** Reads a number of the given type: {@code :} an integer, {@code $} a length, {@code *} a count. */
    long number(char type) {
        byte found = next();
        if (found != type) {
            throw new IllegalStateException("Redis answered '" + (char) found + line() + "', expected " + type);
        }
        boolean negative = false;
        long value = 0;
        for (byte digit = next(); digit != LINE_END[0]; digit = next()) {
            if (digit == '-') {
                negative = true;
            } else {
                value = 10 * value + digit - '0';
            }
        }
        next();
        return negative ? -value : value;
    }

    private String line() {
        StringBuilder text = new StringBuilder();
        for (byte each = next(); each != LINE_END[0]; each = next()) {
            text.append((char) each);
        }
        return text.toString();
    }

    /** Reads a string of up to the longest length; valid until the next call. */
    ByteBuffer string() {
        int length = (int) number('$');
        require(length + LINE_END.length);
        ByteBuffer view = in.slice(in.position(), length);
        in.position(in.position() + length + LINE_END.length);
        return view;
    }

    private byte next() {
        require(1);
        return in.get();
    }

    private void require(int bytes) {
        if (in.remaining() >= bytes) {
            return;
        }
        in.compact();
        try {
            while (in.position() < bytes) {
                if (socket.read(in) < 0) {
                    throw new EOFException("end of input");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the Redis server ended", e);
        }
        in.flip();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
