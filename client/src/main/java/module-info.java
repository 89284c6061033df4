/** Ring-buffer messaging for processes of one host. Only {@code io.rondo.client} is API. */
module io.rondo.client {
    requires transitive org.agrona;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires io.rondo.codecs;
    requires io.rondo.core;
    requires jdk.net;
    requires jdk.security.auth;

    exports io.rondo.client;

    // The broker and the project's own tools open channels of any kind, look at sockets and read logs.
    exports io.rondo.client.connect to io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.client.endpoint to io.rondo.broker;
    exports io.rondo.client.log to io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.client.sequenced to io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.client.service to io.rondo.cli, io.rondo.perf;
    exports io.rondo.client.settings to io.rondo.cli, io.rondo.perf;
    exports io.rondo.client.shm to io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.client.socket to io.rondo.broker, io.rondo.cli, io.rondo.perf;
    exports io.rondo.client.socket.connection to io.rondo.broker;
    exports io.rondo.client.socket.files to io.rondo.broker;
    exports io.rondo.client.socket.owner to io.rondo.broker;
    exports io.rondo.client.socket.session to io.rondo.broker;
}
