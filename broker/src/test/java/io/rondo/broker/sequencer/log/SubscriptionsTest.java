package io.rondo.broker.sequencer.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.retention.Retention;
import io.rondo.client.sequenced.SubscriptionTable;
import io.rondo.client.support.SharedMemoryDirectory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions of durable subscriptions, with a subscriber that confirms while they are saved. */
class SubscriptionsTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path channels;
    @TempDir
    private Path log;
    /** Runs when the file of the positions is about to be written. */
    private Runnable beforeWrite = () -> {};

    /** The directory of the log, which tells when the name of a file in it is resolved. */
    private Path watched() {
        return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[]{Path.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("resolve")) {
                        beforeWrite.run();
                    }
                    return method.invoke(log, arguments);
                });
    }

    @Test
    void messagesBehindTheSavedPositionAreNeededAlthoughTheyAreConfirmed() throws Exception {
        Path file = channels.resolve("t@subs");
        try (Subscriptions subscriptions = Subscriptions.open("t", watched(), file, 0600, 7, 10_000);
                SubscriptionTable subscriber = SubscriptionTable.open(file)) {
            assertThat(subscriptions.saveAndFindNeeded()).isEqualTo(Retention.NOTHING_NEEDED);
            int entry = subscriptions.add("s", 1);
            subscriber.confirm(entry, 100);
            beforeWrite = () -> subscriber.confirm(entry, 5000);
            assertThat(subscriptions.saveAndFindNeeded()).isEqualTo(101);
            assertThat(Files.readString(log.resolve("subscriptions"))).isEqualTo("s 100\n");
            assertThat(subscriptions.saveAndFindNeeded()).isEqualTo(5001);
        }
    }
}
