package io.rondo.client.process;

import io.rondo.client.Rondo;
import io.rondo.client.RondoException;

/** Connects twice, and says how that went. */
final class ConnectMain {
    private ConnectMain() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < 2; i++) {
            try {
                Rondo.connect().close();
                System.out.println("connected");
            } catch (RondoException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }
}
