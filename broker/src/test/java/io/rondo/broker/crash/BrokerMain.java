package io.rondo.broker.crash;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.client.RondoConfig;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/** A broker of {@code RONDO_DIR}: prints "ready", closes the broker after a line of input, and ends with its input. */
public final class BrokerMain {
    private BrokerMain() {}

    /** Runs the broker. */
    public static void main(String[] arguments) {
        Broker broker = Broker.start(BrokerSettings.of(RondoConfig.load()));
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
