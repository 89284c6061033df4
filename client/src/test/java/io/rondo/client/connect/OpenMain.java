package io.rondo.client.connect;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import io.rondo.core.RondoException;
import java.nio.file.Path;

/** Opens one side of the queue x with directories and a transport, and says what became of it. */
final class OpenMain {
    private OpenMain() {}

    public static void main(String[] arguments) {
        RondoConfig config = RondoConfig.builder().directory(Path.of(arguments[0]))
                .socketDirectory(Path.of(arguments[1])).transport(Transport.valueOf(arguments[2])).build();
        ChannelOptions options = ChannelOptions.builder().capacity(1 << 16).fileMode(0660).build();
        try (Rondo rondo = Rondo.connect(config)) {
            if (arguments[3].equals("publisher")) {
                Publisher out = rondo.publisher("x", options);
                System.out.println("published " + out.tryPublish(Messages.of(1), 0, Messages.LENGTH));
            } else {
                System.out.println("over " + rondo.subscriber("x", options).transport());
            }
        } catch (RondoException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
