package io.rondo.client.process;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.support.Channels;

/** Claims some bytes, says so, and waits with the claim open: {@code kind length}. */
final class ClaimMain {
    private ClaimMain() {}

    public static void main(String[] arguments) throws Exception {
        try (Rondo rondo = Rondo.connect();
                Publisher out = Channels.publisher(rondo, Kind.CHANNEL, Kind.valueOf(arguments[0]).options());
                Claim claim = out.claim(Integer.parseInt(arguments[1]))) {
            claim.buffer().putByte(claim.offset(), (byte) 1);
            System.out.println("claimed");
            System.in.read();
            claim.commit();
        }
    }
}
