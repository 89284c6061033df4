/** The session protocol of Rondo's sockets, the format of its log, the messages of its services and bridges, and their SBE codecs. Not API. */
module io.rondo.codecs {
    requires transitive org.agrona;

    exports io.rondo.codecs.bridge to io.rondo.broker;
    exports io.rondo.codecs.control to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.codecs.dead to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.codecs.log to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.codecs.service to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.codecs.session to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.codecs.sofh to io.rondo.client, io.rondo.broker, io.rondo.cli, io.rondo.perf;
}
