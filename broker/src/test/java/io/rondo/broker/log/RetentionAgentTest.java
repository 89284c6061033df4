package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.log.retention.RetentionAgent;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.support.Watchdog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionAgentTest {
    private final ChannelLog log = Records.open(new FaultyStorage(), Durability.DISK);
    private final List<String> reports = new ArrayList<>();
    private RetentionPolicy policy = RetentionPolicy.UNLIMITED;
    private boolean savingFails;
    private int saves;

    private final RetentionAgent agent = new RetentionAgent(new Retention(log, policy, () -> {}), () -> policy, () -> 0,
            this::save, new RetentionAgent.Listener() {
                @Override
                public void onNotDeleted(RuntimeException failure) {
                    reports.add("not deleted: " + failure.getMessage());
                }

                @Override
                public void onDeletedAgain() {
                    reports.add("deleted again");
                }

                @Override
                public void onUnconfirmedDeleted(long firstSequence, long lastSequence) {
                    reports.add("unconfirmed from " + firstSequence);
                }
            });

    private long save() {
        saves++;
        if (savingFails) {
            throw new RondoException("no space");
        }
        return 1;
    }

    private void run(int times) {
        int goal = saves + times;
        Watchdog.await(times + " runs", () -> {
            agent.doWork();
            return saves == goal;
        });
    }

    @Test
    void aFailureIsReportedOnceAndSoIsItsEnd() {
        savingFails = true;
        run(2);
        assertThat(reports).containsExactly("not deleted: no space");

        savingFails = false;
        run(2);
        assertThat(reports).containsExactly("not deleted: no space", "deleted again");
    }

    @Test
    void deletedMessagesThatASubscriptionHasNotConfirmedAreReported() {
        for (int i = 0; i < 300; i++) {
            Records.append(log, new byte[500]);
        }
        log.syncer().doWork();
        policy = new RetentionPolicy(5L * Records.FILE_LENGTH, 0, false);

        run(1);
        assertThat(reports).containsExactly("unconfirmed from 1");
    }
}
