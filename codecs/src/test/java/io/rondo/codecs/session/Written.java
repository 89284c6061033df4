package io.rondo.codecs.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** What an encoder writes, in an array of its own. */
interface Written {
    int write(SessionEncoder encoder, UnsafeBuffer buffer);

    static byte[] by(Written written) {
        byte[] bytes = new byte[4096];
        Arrays.fill(bytes, (byte) 0xAA);
        int length = written.write(new SessionEncoder(), new UnsafeBuffer(bytes));
        byte[] behind = new byte[bytes.length - length];
        Arrays.fill(behind, (byte) 0xAA);
        assertThat(Arrays.equals(bytes, length, bytes.length, behind, 0, behind.length))
                .as("nothing is written behind the frame of %d bytes", length).isTrue();
        return Arrays.copyOf(bytes, length);
    }
}
