package io.rondo.client.socket.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** Opens connections to the socket of an owner. Confined to the event loop. */
final class OwnerConnector {
    private final ConnectTarget target;
    private final EventLoop eventLoop;

    OwnerConnector(ConnectTarget target, EventLoop eventLoop) {
        this.target = target;
        this.eventLoop = eventLoop;
    }

    /**
     * Begins one attempt. The event loop calls back.
     *
     * @param configure adds the handler to the newly registered channel; called before the others
     * @param connected called if the connection is established
     * @param failed called with the cause if it is not
     */
    void connect(Consumer<Channel> configure, Runnable connected, Consumer<Throwable> failed) {
        new Bootstrap().group(eventLoop).channelFactory(target.family().channels())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        configure.accept(channel);
                    }
                }).connect(target.address()).addListener(done -> onLoop(() -> {
                    if (done.isSuccess()) {
                        connected.run();
                    } else {
                        failed.accept(done.cause());
                    }
                }));
    }

    /** Netty notifies on another thread if it could not create the channel. */
    private void onLoop(Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(task);
        }
    }
}
