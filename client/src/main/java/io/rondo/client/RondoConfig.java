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
 * <tr><td>RONDO_TRANSPORT</td><td>rondo.transport</td><td>auto, shm</td><td>auto</td></tr>
 * </table>
 */
public final class RondoConfig {
    private final Path directory;
    private final Integer directoryUid;
    private final Transport transport;

    private RondoConfig(Builder builder) {
        directory = builder.directory;
        directoryUid = builder.directoryUid;
        transport = builder.transport;
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
            builder.directory(parseDirectory(directory));
        }
        String uid = setting(environment, properties, "rondo.dir.uid");
        if (uid != null) {
            builder.directoryUid(parseUid(uid));
        }
        String transport = setting(environment, properties, "rondo.transport");
        if (transport != null) {
            builder.transport(parseTransport(transport));
        }
        return builder.build();
    }

    private static String setting(Map<String, String> environment, Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            value = environment.get(key.toUpperCase(Locale.ROOT).replace('.', '_'));
        }
        return value == null || value.isEmpty() ? null : value;
    }

    private static Path parseDirectory(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("rondo.dir (RONDO_DIR) is '" + value + "': give the path of a directory",
                    e);
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

    private static Transport parseTransport(String value) {
        try {
            return Transport.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rondo.transport (RONDO_TRANSPORT) is '" + value + "': use auto or shm",
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
     * The transport of channels whose options do not name one.
     *
     * @return the transport
     */
    public Transport transport() {
        return transport;
    }

    /** Builds settings. Not thread-safe. */
    public static final class Builder {
        private Path directory;
        private Integer directoryUid;
        private Transport transport = Transport.AUTO;

        private Builder() {}

        /**
         * Where channels live. The directory is created if only itself is missing; one that exists must belong to this user, to
         * root or to {@link #directoryUid}, and not be world-writable.
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
         * The transport of channels whose options do not name one.
         *
         * @param value the transport
         * @return this
         */
        public Builder transport(Transport value) {
            transport = Objects.requireNonNull(value, "value");
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
