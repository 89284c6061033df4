/** Rings in shared memory. Not API. */
module io.rondo.core {
    requires transitive org.agrona;

    exports io.rondo.core to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.buffer to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.foreign to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.layout to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.mapping to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.memory to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.os to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.ring to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.ring.reader to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.ring.scan to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.ring.work to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.ring.writer to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.segment to io.rondo.client, io.rondo.testing, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.sync to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.core.wait to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
}
