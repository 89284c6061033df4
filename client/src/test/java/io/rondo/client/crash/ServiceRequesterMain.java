package io.rondo.client.crash;

import io.rondo.client.Requester;
import io.rondo.client.Rondo;
import io.rondo.client.support.Orphan;

/** Sends requests and checks the responses without end: {@code number}. */
final class ServiceRequesterMain {
    private ServiceRequesterMain() {}

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        try (Rondo rondo = Rondo.connect();
                Requester requester = rondo.service(ServiceResponderMain.SERVICE).requester()) {
            ServiceWitness witness = new ServiceWitness(requester, Long.parseLong(arguments[0]));
            System.out.println("requesting");
            while (true) {
                witness.step();
            }
        }
    }
}
