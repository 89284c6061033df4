package io.rondo.client.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;

/**
 * A process of another user, which cannot read this project's files and needs only the JDK. Connects to a socket, sends
 * bytes given in hex, and prints the first frame of the answer in hex, or the reason why there is none.
 */
public final class OtherUserSocketMain {
    private OtherUserSocketMain() {}

    /** Arguments: path, bytes. */
    public static void main(String[] arguments) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(arguments[0]));
            channel.write(ByteBuffer.wrap(HexFormat.of().parseHex(arguments[1])));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer header = ByteBuffer.allocate(4);
            read(channel, header, answer);
            read(channel, ByteBuffer.allocate(header.getInt(0) - 4), answer);
            System.out.println(HexFormat.of().formatHex(answer.toByteArray()));
        } catch (IOException e) {
            System.out.println(e);
        }
    }

    private static void read(SocketChannel channel, ByteBuffer buffer, ByteArrayOutputStream answer)
            throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("closed without an answer");
            }
        }
        answer.write(buffer.array(), 0, buffer.capacity());
    }
}
