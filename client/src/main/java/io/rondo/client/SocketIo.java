package io.rondo.client;

/** How this process uses sockets. */
public enum SocketIo {
    /** Linux's epoll where Netty's native library loads, the JDK's selector elsewhere. */
    AUTO,
    /** Linux's epoll, through Netty's native library. */
    EPOLL,
    /** The JDK's selector. */
    NIO
}
