package io.rondo.client;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * A process's settings. Immutable. {@link #load()} is the one place that reads the environment and system properties; a
 * system property wins over its environment variable.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>environment</th><th>property</th><th>meaning</th><th>default</th></tr>
 * <tr><td>RONDO_DIR</td><td>rondo.dir</td><td>where channels live</td><td>/dev/shm/rondo-&lt;uid&gt;</td></tr>
 * <tr><td>RONDO_DIR_UID</td><td>rondo.dir.uid</td><td>a further uid the directory may belong to</td><td>none</td></tr>
 * <tr><td>RONDO_SOCKET_DIR</td><td>rondo.socket.dir</td><td>where owners listen</td><td>where channels live</td></tr>
 * <tr><td>RONDO_SOCKET_IO</td><td>rondo.socket.io</td><td>auto, epoll, nio</td><td>auto</td></tr>
 * <tr><td>RONDO_SOCKET_CONNECTIONS</td><td>rondo.socket.connections</td><td>the most connections of an owned channel</td><td>256</td></tr>
 * <tr><td>RONDO_LOG_DIR</td><td></td><td>where the broker and {@code rondo record} keep logs; no setting of this
 * class</td><td>/var/lib/rondo for root, otherwise $XDG_STATE_HOME/rondo or ~/.local/state/rondo</td></tr>
 * <tr><td>RONDO_TRANSPORT</td><td>rondo.transport</td><td>auto, shm, shm-descriptor, socket</td><td>auto</td></tr>
 * </table>
 */
public final class RondoConfig {
    private static final int DEFAULT_CONNECTIONS = 256;

    private final Path directory;
    private final Integer directoryUid;
    private final Transport transport;
    private final Path socketDirectory;
    private final SocketIo socketIo;
    private final int socketConnections;

    private RondoConfig(Builder builder) {
        directory = builder.directory;
        directoryUid = builder.directoryUid;
        transport = builder.transport;
        socketDirectory = builder.socketDirectory;
        socketIo = builder.socketIo;
        socketConnections = builder.socketConnections;
    }

    /**
     * Reads {@code RONDO_*} environment variables and {@code rondo.*} system properties.
     *
     * @return the settings
     * @throws IllegalArgumentException if a value is invalid; the message names the setting and the value
     */
    public static RondoConfig load() {
        return load(System.getenv(), System.getProperties());
    }

    static RondoConfig load(Map<String, String> environment, Properties properties) {
        Builder builder = builder();
        String directory = setting(environment, properties, "rondo.dir");
        if (directory != null) {
            builder.directory(parseDirectory("rondo.dir", directory));
        }
        String uid = setting(environment, properties, "rondo.dir.uid");
        if (uid != null) {
            builder.directoryUid(parseUid(uid));
        }
        String transport = setting(environment, properties, "rondo.transport");
        if (transport != null) {
            builder.transport(
                    parse(Transport.class, "rondo.transport", transport, "auto, shm, shm-descriptor or socket"));
        }
        loadSockets(environment, properties, builder);
        return builder.build();
    }

    private static void loadSockets(Map<String, String> environment, Properties properties, Builder builder) {
        String directory = setting(environment, properties, "rondo.socket.dir");
        if (directory != null) {
            builder.socketDirectory(parseDirectory("rondo.socket.dir", directory));
        }
        String io = setting(environment, properties, "rondo.socket.io");
        if (io != null) {
            builder.socketIo(parse(SocketIo.class, "rondo.socket.io", io, "auto, epoll or nio"));
        }
        String connections = setting(environment, properties, "rondo.socket.connections");
        if (connections != null) {
            builder.socketConnections(parseConnections(connections));
        }
    }

    private static int parseConnections(String value) {
        try {
            int connections = Integer.parseInt(value);
            if (connections > 0) {
                return connections;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IllegalArgumentException("rondo.socket.connections (RONDO_SOCKET_CONNECTIONS) is '" + value
                + "': give a number from 1");
    }

    private static <E extends Enum<E>> E parse(Class<E> type, String key, String value, String choices) {
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " (" + variable(key) + ") is '" + value + "': use " + choices, e);
        }
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static String setting(Map<String, String> environment, Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            value = environment.get(variable(key));
        }
        return value == null || value.isEmpty() ? null : value;
    }

    private static Path parseDirectory(String key, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(key + " (" + variable(key) + ") is '" + value
                    + "': give the path of a directory", e);
        }
    }

    private static int parseUid(String value) {
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("rondo.dir.uid (RONDO_DIR_UID) is '" + value + "': give a numeric uid",
                    e);
        }
    }

    /**
     * Starts with the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where channels live; null for the default directory, which is created when needed.
     *
     * @return the directory or null
     */
    public Path directory() {
        return directory;
    }

    /**
     * A uid, besides this process's and root's, the directory may belong to; null for none.
     *
     * @return the uid or null
     */
    public Integer directoryUid() {
        return directoryUid;
    }

    /**
     * The transport of channels whose description does not set one.
     *
     * @return the transport
     */
    public Transport transport() {
        return transport;
    }

    /**
     * Where owners listen; null for where channels live.
     *
     * @return the directory or null
     */
    public Path socketDirectory() {
        return socketDirectory;
    }

    /**
     * How this process uses sockets.
     *
     * @return the kind of socket I/O
     */
    public SocketIo socketIo() {
        return socketIo;
    }

    /**
     * The most connections an owner of a channel takes at once.
     *
     * @return the number, from 1
     */
    public int socketConnections() {
        return socketConnections;
    }

    /** Builds settings. Not thread-safe. */
    public static final class Builder {
        private Path directory;
        private Integer directoryUid;
        private Transport transport = Transport.AUTO;
        private Path socketDirectory;
        private SocketIo socketIo = SocketIo.AUTO;
        private int socketConnections = DEFAULT_CONNECTIONS;

        private Builder() {}

        /**
         * The directory of channels. It is created if its parent exists. An existing directory must belong to this user, to
         * root or to {@link #directoryUid}, and must not be world-writable.
         *
         * @param path the directory
         * @return this
         */
        public Builder directory(Path path) {
            directory = Objects.requireNonNull(path, "path");
            return this;
        }

        /**
         * A further uid the directory may belong to.
         *
         * @param uid the uid
         * @return this
         */
        public Builder directoryUid(int uid) {
            directoryUid = uid;
            return this;
        }

        /**
         * The transport of channels whose description does not set one.
         *
         * @param value the transport
         * @return this
         */
        public Builder transport(Transport value) {
            transport = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Where owners listen. Created and checked as {@link #directory} is; a socket's whole path may have 107 bytes.
         *
         * @param path the directory
         * @return this
         */
        public Builder socketDirectory(Path path) {
            socketDirectory = Objects.requireNonNull(path, "path");
            return this;
        }

        /**
         * How this process uses sockets.
         *
         * @param value the kind of socket I/O
         * @return this
         */
        public Builder socketIo(SocketIo value) {
            socketIo = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * The largest number of connections to an owner of a channel. Beyond it, the oldest connection without a request is
         * closed.
         *
         * @param most from 1
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder socketConnections(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("socket connections " + most + " is not positive: use 1 or more");
            }
            socketConnections = most;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         */
        public RondoConfig build() {
            return new RondoConfig(this);
        }
    }
}
