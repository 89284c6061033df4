package io.rondo.client.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.session.Welcome;
import io.rondo.codecs.sofh.SofhHeader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer accepts from an owner that answers with what no owner of this release sends. */
class UntrustedOwnerTest {
    private static final String CHANNEL = "x";
    private static final int VERSION = SessionEncoder.PROTOCOL_VERSION;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ServerSocketChannel server;
    private final List<SocketChannel> accepted = new ArrayList<>();

    /** Writes the answer to a Hello; returns its length, 0 to close without an answer. */
    private interface Answer {
        int write(SessionEncoder encoder, MutableDirectBuffer buffer);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        synchronized (accepted) {
            for (SocketChannel channel : accepted) {
                channel.close();
            }
        }
    }

    /** Listens and greets observers and publishers with a version; answers mappers as told. */
    private void listen(int version, Answer toMapper) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(directory.resolve(CHANNEL + ".sock")));
        Answer welcome = (encoder, buffer) -> encoder.welcome(buffer, 0,
                new Welcome(7, 0, 0, 100, 4096, version, 0, 0, ChannelKind.QUEUE, false, false, true));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    SocketChannel channel = server.accept();
                    synchronized (accepted) {
                        accepted.add(channel);
                    }
                    Role role = readRole(channel);
                    if (role != Role.NULL_VAL) {
                        answer(channel, role == Role.MAPPER ? toMapper : welcome);
                    }
                }
            } catch (IOException e) {
                // The test has ended.
            }
        });
    }

    /** A connection without a Hello asks whether an owner listens. */
    private static Role readRole(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
        while (bytes.position() < Integer.BYTES || bytes.position() < bytes.getInt(0)) {
            if (channel.read(bytes) < 0) {
                return Role.NULL_VAL;
            }
        }
        Role[] role = new Role[1];
        new SessionDecoder(new SessionHandler() {
            @Override
            public void onHello(Hello hello) {
                role[0] = hello.role();
            }
        }).decode(Buffers.wrap(bytes.array()), SofhHeader.LENGTH, bytes.getInt(0) - SofhHeader.LENGTH,
                SofhHeader.SBE_LITTLE_ENDIAN);
        return role[0];
    }

    private static void answer(SocketChannel channel, Answer answer) throws IOException {
        byte[] frame = new byte[SessionEncoder.MAX_CONTROL_FRAME_LENGTH];
        int length = answer.write(new SessionEncoder(), Buffers.wrap(frame));
        if (length == 0) {
            channel.close();
        } else {
            channel.write(ByteBuffer.wrap(frame, 0, length));
        }
    }

    private void open(Transport transport) {
        RondoConfig config = RondoConfig.builder().directory(Path.of("/proc/none/x")).socketDirectory(directory)
                .transport(transport).build();
        try (Rondo rondo = Rondo.connect(config); Publisher out = rondo.queue(CHANNEL).publisher()) {
            assertThat(out.transport()).isEqualTo(Transport.SOCKET);
        }
    }

    private void assertSocketIsNext() {
        open(Transport.AUTO);
    }

    @Test
    void anOwnerOfAnOlderReleaseIsAskedForNothing() throws IOException {
        listen(2, (encoder, buffer) -> {
            throw new AssertionError("asked");
        });
        assertThatThrownBy(() -> open(Transport.SHM_DESCRIPTOR)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("version 2");
        assertSocketIsNext();
    }

    @Test
    void descriptorsThatDoNotArriveAreMissed() throws IOException {
        listen(VERSION, (encoder, buffer) -> encoder.segment(buffer, 0, new UUID(1, 2), 3));
        assertThatThrownBy(() -> open(Transport.SHM_DESCRIPTOR)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("passed 3 descriptors, and 0 arrived");
        assertSocketIsNext();
    }

    @Test
    void aSegmentWithoutDescriptorsIsRefused() throws IOException {
        listen(VERSION, (encoder, buffer) -> encoder.segment(buffer, 0, new UUID(1, 2), 0));
        assertThatThrownBy(() -> open(Transport.SHM_DESCRIPTOR)).isInstanceOf(RondoException.class)
                .hasMessageContaining("0 descriptors instead of 3");
    }

    @Test
    void theReasonOfAnOwnerThatCannotPassItsSegmentIsReported() throws IOException {
        listen(VERSION, (encoder, buffer) -> encoder.reject(buffer, 0,
                new Reject(RejectCode.NO_DESCRIPTORS, "the sandbox of the owner denies it")));
        assertThatThrownBy(() -> open(Transport.SHM_DESCRIPTOR)).isInstanceOf(UnavailableException.class)
                .hasMessage("the sandbox of the owner denies it");
        assertSocketIsNext();
    }

    @Test
    void anAnswerThatBreaksTheProtocolOrIsMissingLeadsToTheSocket() throws IOException {
        boolean[] broken = new boolean[1];
        listen(VERSION, (encoder, buffer) -> {
            broken[0] = !broken[0];
            return broken[0] ? 0 : encoder.ack(buffer, 0, 1, 1);
        });
        assertSocketIsNext();
        assertSocketIsNext();
    }
}
