package io.rondo.client.crash;

import io.rondo.client.support.Watchdog;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A connection to the debug agent of a JVM: packets of the Java Debug Wire Protocol (JDWP). For one thread at a time. Each
 * read has a watchdog.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/25/docs/specs/jdwp/jdwp-spec.html">JDWP specification</a>
 */
final class DebugConnection implements Closeable {
    private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 11;
    private static final int LONGEST_COMMAND = 1024;
    private static final int REPLY = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Queue<ByteBuffer> events = new ArrayDeque<>();
    private int lastId;

    /** Connects to the agent that listens on a port of this host. */
    DebugConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Watchdog.SECONDS));
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
            out.write(HANDSHAKE);
            in.readNBytes(HANDSHAKE.length);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** A buffer for the data of a command. */
    static ByteBuffer data() {
        return ByteBuffer.allocate(LONGEST_COMMAND);
    }

    static ByteBuffer putString(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return buffer.putInt(bytes.length).put(bytes);
    }

    static String getString(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getInt()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Executes a command with what was put into the buffer, and returns the data of its reply. */
    ByteBuffer execute(int commandSet, int command, ByteBuffer data) throws IOException {
        data.flip();
        int id = ++lastId;
        ByteBuffer packet = ByteBuffer.allocate(HEADER + data.remaining());
        packet.putInt(packet.capacity()).putInt(id).put((byte) 0).put((byte) commandSet).put((byte) command).put(data);
        out.write(packet.array());
        while (true) {
            ByteBuffer answer = read();
            answer.position(Integer.BYTES);
            int answered = answer.getInt();
            if ((answer.get() & REPLY) == 0) {
                events.add(answer.position(HEADER));
                continue;
            }
            int error = answer.getShort();
            if (answered != id || error != 0) {
                throw new IOException("command " + commandSet + "." + command + ", id " + id + ": the reply to id "
                        + answered + " has error code " + error);
            }
            return answer;
        }
    }

    /** The data of the next packet of events. */
    ByteBuffer nextEvents() throws IOException {
        return events.isEmpty() ? read().position(HEADER) : events.remove();
    }

    private ByteBuffer read() throws IOException {
        int length = in.readInt();
        ByteBuffer packet = ByteBuffer.allocate(length).putInt(length);
        in.readFully(packet.array(), Integer.BYTES, length - Integer.BYTES);
        return packet;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
