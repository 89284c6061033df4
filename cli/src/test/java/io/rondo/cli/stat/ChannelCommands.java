package io.rondo.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.connect.ChannelRondo;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Channels in a directory of the test, and commands that show them. */
abstract class ChannelCommands {
    static final DirectBuffer MESSAGE = Buffers.allocate(24);
    /** Bytes that a message takes in a ring. */
    static final int RECORD = 64;
    /** No terminal, and long lines. */
    static final Terminal WIDE = new Terminal(false, false, false, 300, 100, false);

    @TempDir
    Path directory;
    ChannelRondo rondo;

    @BeforeEach
    void connect() {
        rondo = ChannelRondo.open(RondoConfig.builder().directory(directory).build());
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    static void publish(Publisher publisher, int count) {
        for (int i = 0; i < count; i++) {
            publisher.publish(MESSAGE, 0, MESSAGE.capacity());
        }
    }

    String run(String... args) {
        CommandLineRun line = new CommandLineRun(directory).on(WIDE);
        assertThat(line.run(args)).as(line.errors()).isEqualTo(ExitCode.OK);
        assertThat(line.errors()).isEmpty();
        return line.out();
    }
}
