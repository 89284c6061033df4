package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.crash.WorkSessionVictim.Role;
import io.rondo.client.crash.WorkSteps.Step;
import java.io.IOException;
import java.nio.file.Path;

/** The consumer of a work queue that listens dies at a step: its connected subscriber continues with the next one. */
final class WorkOwnerCrash extends WorkSessionCrash {
    /** Of the connected subscriber, in the ledger. */
    private static final int PEER = 1;

    private final Rondo peer = connect(Transport.SOCKET);
    private final Rondo next = connect(Transport.AUTO);
    /** Without a reference it would be collected and closed. */
    private WorkSubscriber successor;

    WorkOwnerCrash(Step step, String channel, Path directory, Path files) throws IOException {
        super(step, channel, directory, files);
    }

    @Override
    public void halt(VictimJvm jvm) throws Exception {
        HaltedThreads owner = start(jvm, Role.LISTENS);
        owner.runTo(WorkSessionVictim.LISTENING, 1);
        runToStep(owner.anyThread(), () -> consume(() -> subscriber(peer), PEER, true));
    }

    @Override
    void replaceTheDead() {
        successor = subscriber(next);
    }

    @Override
    public void close() {
        super.close();
        peer.close();
        if (successor != null) {
            successor.close();
        }
        next.close();
    }
}
