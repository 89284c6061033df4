package io.rondo.broker.sequencer;

/** Lets clients take part in the topics by sockets. */
public interface TopicConnections {
    /** Clients need shared memory. */
    TopicConnections NONE = new TopicConnections() {
        @Override
        public void opened(String topic) {
            // There is no socket.
        }

        @Override
        public void failed(String topic) {
            // There is no socket.
        }
    };

    /** A topic was opened. Throws nothing: a topic without connections is offered over shared memory. */
    void opened(String topic);

    /** A topic has failed and is not sequenced any more. Never waits. */
    void failed(String topic);
}
