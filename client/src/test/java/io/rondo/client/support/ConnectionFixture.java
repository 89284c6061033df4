package io.rondo.client.support;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a directory of channels to itself, and a connection to its shared memory that ends with it. */
public abstract class ConnectionFixture {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;

    @BeforeEach
    final void connect() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).transport(Transport.SHM).build());
    }

    @AfterEach
    final void disconnect() {
        rondo.close();
    }

    protected final Path directory() {
        return directory;
    }

    protected final Rondo rondo() {
        return rondo;
    }

    /** The channels of the directory, behind the connection's back. */
    protected final ChannelStore store() {
        return new ChannelStore(ChannelDirectory.of(directory, null));
    }
}
