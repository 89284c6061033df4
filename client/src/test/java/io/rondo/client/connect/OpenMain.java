package io.rondo.client.connect;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;

/** Opens one side of the queue x with given directories and a transport, and prints the result. */
final class OpenMain {
    private OpenMain() {}

    public static void main(String[] arguments) {
        RondoConfig config = RondoConfig.builder().directory(Path.of(arguments[0]))
                .socketDirectory(Path.of(arguments[1])).transport(Transport.valueOf(arguments[2])).build();
        ChannelSettings options = ChannelSettings.DEFAULTS.capacity(1 << 16).fileMode(0660);
        try (Rondo rondo = Rondo.connect(config)) {
            if (arguments[3].equals("publisher")) {
                Publisher out = Channels.publisher(rondo, "x", options);
                System.out.println("published " + (config.transport() == Transport.SHM_DESCRIPTOR
                        ? out.publish(Messages.of(1), 0, Messages.LENGTH, Duration.ofSeconds(Watchdog.SECONDS))
                        : out.tryPublish(Messages.of(1), 0, Messages.LENGTH)));
            } else {
                System.out.println("over " + Channels.subscriber(rondo, "x", options).transport());
            }
        } catch (RondoException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
