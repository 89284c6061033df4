package io.rondo.cli.service;

import io.rondo.cli.option.ChoiceConverter;
import io.rondo.cli.option.SizeConverter;
import io.rondo.client.Transport;
import io.rondo.client.service.ServiceSettings;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The service of a command, and the options of its endpoint. */
final class ServiceMixin {
    /** As long as the responses of most commands. */
    private static final int RESPONSE_CAPACITY = 1 << 20;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service: 1 to 47 of A-Z a-z 0-9 . _ -")
    private String service;

    @Option(names = "--capacity", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "Size of the request queue, a power of two (default 1m). Compared if the service exists.")
    private Integer capacity;

    @Option(names = "--responders", paramLabel = "N",
            description = "The most responders at the same time (default 1). Compared if the service exists.")
    private Integer responders;

    @Option(names = "--idempotent",
            description = "Delivers a request again if its responder died, at most 5 times. Compared if the service exists.")
    private boolean idempotent;

    @Option(names = "--transport", paramLabel = "auto|shm|shm-descriptor|socket",
            converter = ChoiceConverter.Transports.class,
            description = "The transport (default: RONDO_TRANSPORT, else auto).")
    private Transport transport;

    String service() {
        return service;
    }

    ServiceSettings settings() {
        return checked(() -> {
            ServiceSettings settings = ServiceSettings.DEFAULTS.responseCapacity(RESPONSE_CAPACITY);
            if (capacity != null) {
                settings = settings.channel(settings.channel().capacity(capacity));
            }
            if (responders != null) {
                settings = settings.channel(settings.channel().responders(responders));
            }
            if (idempotent) {
                settings = settings.idempotent();
            }
            return transport == null ? settings : settings.channel(settings.channel().transport(transport));
        });
    }

    /** Runs a step with values of the command line; an invalid one is a usage error. */
    <T> T checked(Supplier<T> step) {
        try {
            return step.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }
}
