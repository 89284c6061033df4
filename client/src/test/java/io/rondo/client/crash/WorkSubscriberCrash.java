package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.crash.WorkSessionVictim.Role;
import io.rondo.client.crash.WorkSteps.Step;
import java.io.IOException;
import java.nio.file.Path;

/** A connected subscriber of a work queue that dies at a step: the consumer that listens gets its messages. */
final class WorkSubscriberCrash extends WorkSessionCrash {
    private final Role role;
    private final Rondo rondo = connect(Transport.AUTO);
    private final WorkSubscriber owner = subscriber(rondo);

    private WorkSubscriberCrash(Role role, Step step, String channel, Path directory, Path files) throws IOException {
        super(step, channel, directory, files);
        this.role = role;
    }

    static WorkSubscriberCrash taking(Step step, String channel, Path directory, Path files) throws IOException {
        return new WorkSubscriberCrash(Role.TAKES, step, channel, directory, files);
    }

    static WorkSubscriberCrash stopping(Step step, String channel, Path directory, Path files) throws IOException {
        return new WorkSubscriberCrash(Role.STOPS, step, channel, directory, files);
    }

    @Override
    public void halt(VictimJvm jvm) throws Exception {
        runToStep(start(jvm, role).anyThread(), () -> {});
    }

    @Override
    void replaceTheDead() {
        consume(() -> owner, WorkLedger.TEST, false);
    }

    @Override
    public void close() {
        super.close();
        rondo.close();
    }
}
