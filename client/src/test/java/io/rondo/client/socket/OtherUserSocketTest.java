package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import io.rondo.client.SocketIo;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.session.Welcome;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.buffer.SegmentBuffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers of another user. Only root can start a process of another user. */
@ParameterizedClass
@EnumSource(value = SocketIo.class, names = {"EPOLL", "NIO"})
class OtherUserSocketTest extends OwnerFixture {
    private static final int NOBODY = 65534;

    @Parameter
    private SocketIo family;
    @TempDir
    private Path classes;

    @BeforeEach
    void requireRoot() throws IOException {
        assumeThat(new UnixSystem().getUid()).as("only root can become another user").isZero();
        assumeThat(Path.of("/usr/bin/setpriv")).as("setpriv makes a process another user's").exists();
        String name = OtherUserSocketMain.class.getName().replace('.', '/') + ".class";
        Path target = classes.resolve(name);
        Files.createDirectories(target.getParent());
        try (var in = OtherUserSocketMain.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(in, target);
        }
        for (Path path = target; !path.equals(classes.getParent()); path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwx--x--x"));
    }

    private void own(ChannelSettings options) {
        kept(Channels.subscriber(connect(config(family).build()), QUEUE, options));
    }

    private void openToAll() throws IOException {
        Files.setPosixFilePermissions(directory().resolve(QUEUE + ".sock"),
                PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    /** Sends a Hello as another user and returns the answer. */
    private Object greetAs(int gid) throws IOException, InterruptedException {
        return greetAs(gid, "--clear-groups");
    }

    private Object greetAs(int gid, String groups) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/setpriv", "--reuid=" + NOBODY, "--regid=" + gid,
                groups, Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                classes.toString(), OtherUserSocketMain.class.getName(),
                directory().resolve(QUEUE + ".sock").toString(),
                HexFormat.of().formatHex(RawPeer.bytes(RawPeer.publisher(QUEUE, 1)))).redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor(Watchdog.SECONDS, TimeUnit.SECONDS)).isTrue();
            return said.matches("[0-9a-f]+") ? decoded(HexFormat.of().parseHex(said)) : said;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Object decoded(byte[] frame) {
        Object[] message = new Object[1];
        new SessionDecoder(new SessionHandler() {
            @Override
            public void onReject(Reject reject) {
                message[0] = reject;
            }

            @Override
            public void onWelcome(Welcome welcome) {
                message[0] = welcome;
            }
        }).decode(new SegmentBuffer(MemorySegment.ofArray(frame)), SofhHeader.LENGTH, frame.length - SofhHeader.LENGTH,
                SofhHeader.SBE_LITTLE_ENDIAN);
        return message[0];
    }

    private static void assertRefused(Object answer) {
        assertThat(answer).isInstanceOfSatisfying(Reject.class, reject -> {
            assertThat(reject.code()).isEqualTo(RejectCode.NOT_ALLOWED);
            assertThat(reject.text()).contains("uid " + NOBODY);
        });
    }

    @Test
    void theDirectoryModeDeniesAnotherUser() throws Exception {
        own(ChannelSettings.DEFAULTS);
        assertThat(greetAs(NOBODY)).asString().contains("Permission denied");
    }

    @Test
    void aReachableSocketRejectsAnotherUid() throws Exception {
        own(ChannelSettings.DEFAULTS);
        openToAll();
        assertRefused(greetAs(NOBODY));
    }

    @Test
    void anAllowedUidIsAccepted() throws Exception {
        own(ChannelSettings.DEFAULTS.allowUid(NOBODY));
        openToAll();
        assertThat(greetAs(NOBODY)).isInstanceOf(Welcome.class);
    }

    @Test
    void anAllowedGidIsAcceptedWithGroupFileMode() throws Exception {
        own(ChannelSettings.DEFAULTS.fileMode(0660).allowGid(0));
        assertThat(greetAs(0)).isInstanceOf(Welcome.class);
        openToAll();
        assertRefused(greetAs(NOBODY));
    }

    @Test
    void groupFileModeAloneAcceptsNoOtherUser() throws Exception {
        own(ChannelSettings.DEFAULTS.fileMode(0660));
        assertRefused(greetAs(0));
    }

    @Test
    void aSupplementaryGroupDoesNotCount() throws Exception {
        own(ChannelSettings.DEFAULTS.fileMode(0660).allowGid(0));
        openToAll();
        assertRefused(greetAs(NOBODY, "--groups=0"));
    }
}
