package io.rondo.broker.crash;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.client.RondoConfig;
import io.rondo.client.crash.SmallJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;

/**
 * A broker of {@code RONDO_DIR} with its logs in there: prints "ready", closes the broker after a line of input, and ends with
 * its input.
 */
public final class BrokerMain {
    /** Few messages fill a file. */
    private static final int LOG_FILE_LENGTH = 16 << 10;

    /** Starts processes with the flags that the log needs. */
    public static final SmallJvm JVMS = new SmallJvm("broker",
            List.of("@" + Path.of(System.getProperty("basedir", "."), "../config/jvm.options").toAbsolutePath()),
            BrokerTrainingMain.class);

    private BrokerMain() {}

    /** The settings of all brokers of a directory. */
    static BrokerSettings settings(Path directory) {
        return BrokerSettings.of(RondoConfig.builder().directory(directory).build())
                .logs(TopicLogSettings.defaults().directory(logs(directory)).fileLength(LOG_FILE_LENGTH));
    }

    /** The directory of the logs. */
    static Path logs(Path directory) {
        return directory.resolve("logs");
    }

    /** Runs the broker. */
    public static void main(String[] arguments) {
        Broker broker = Broker.start(settings(Path.of(System.getenv("RONDO_DIR"))));
        System.out.println("ready");
        Scanner input = new Scanner(System.in, StandardCharsets.US_ASCII);
        if (input.hasNextLine()) {
            input.nextLine();
            broker.close();
            System.out.println("closed");
        }
        Runtime.getRuntime().halt(0);
    }
}
