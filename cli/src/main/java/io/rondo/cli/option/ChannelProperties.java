package io.rondo.cli.option;

import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelSettings;
import picocli.CommandLine.Option;

/** The properties that channels of each kind have, compared on an existing channel only when given; and the transport. */
public final class ChannelProperties {
    @Option(names = "--capacity", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "Bytes the channel holds, a power of two from 4k to 512m (default: see rondo doctor).")
    private Integer capacity;

    @Option(names = "--max-message", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "Bytes of the longest message (default: half the capacity less 8 bytes, the maximum; without "
                    + "--capacity half of 1m less 8 bytes).")
    private Integer maxMessage;

    @Option(names = "--schema", paramLabel = "ID[:VERSION]", converter = Schema.Converter.class,
            description = "SBE schema of the messages (default: any).")
    private Schema schema;

    @Option(names = "--ephemeral", description = "The channel is removed with its last participant.")
    private Boolean ephemeral;

    @Option(names = "--transport", paramLabel = "auto|shm|shm-descriptor|socket",
            converter = ChoiceConverter.Transports.class,
            description = "auto (default): shared memory, or a socket where it is unavailable; shm: shared memory by the "
                    + "path of the segment or an error; shm-descriptor: shared memory that the channel's owner passes, or an "
                    + "error; socket: a socket to the channel's owner, which itself uses shared memory if it can.")
    private Transport transport;

    @Option(names = "--file-mode", paramLabel = "0600|0660", converter = FileModeConverter.class,
            description = "Mode of the channel's files: for this user only (default), or also for its group.")
    private Integer fileMode;

    /** Whether the option is given. */
    boolean isEphemeral() {
        return ephemeral != null;
    }

    /** Returns the schema that was given; 0:0 if none was. */
    public Schema schema() {
        return schema == null ? Schema.ANY : schema;
    }

    /**
     * Sets what was given.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public ChannelSettings applyTo(ChannelSettings initial) {
        ChannelSettings settings = initial;
        settings = capacity == null ? settings : settings.capacity(capacity);
        settings = maxMessage == null ? settings : settings.maxMessageLength(maxMessage);
        settings = schema == null ? settings : settings.schema(schema.id(), schema.version());
        settings = ephemeral == null ? settings : settings.ephemeral(ephemeral);
        settings = transport == null ? settings : settings.transport(transport);
        return fileMode == null ? settings : settings.fileMode(fileMode);
    }
}
