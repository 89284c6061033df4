package io.rondo.containers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The project of {@code config/docker/compose.yaml} with the images of the tests. Closing it removes it. */
final class ComposeProject implements AutoCloseable {
    private final String name = "rondo-test-" + ProcessHandle.current().pid();
    private final Map<String, String> environment;

    ComposeProject(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Returns the command of Compose: the plugin of Docker, or the older program; null if there is neither. */
    static List<String> command() throws InterruptedException {
        for (List<String> candidate : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            List<String> version = new ArrayList<>(candidate);
            version.add("version");
            try {
                if (DockerCommand.run(Map.of(), version).code() == 0) {
                    return candidate;
                }
            } catch (IOException e) {
                // There is no such program.
            }
        }
        return null;
    }

    String run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command());
        all.addAll(List.of("-f", "config/docker/compose.yaml", "-f",
                "containers/src/test/resources/compose-test.yaml", "-p", name));
        all.addAll(List.of(arguments));
        Map<String, String> labelled = new HashMap<>(environment);
        labelled.put("RONDO_TEST_LABEL", RondoImage.LABEL_VALUE);
        DockerCommand.Result result = DockerCommand.run(labelled, all);
        if (result.code() != 0) {
            throw new IllegalStateException(
                    String.join(" ", all) + " ended with " + result.code() + ": " + result.output() + states());
        }
        return result.output();
    }

    /** Returns for each container its state with the last health checks, and its last output. */
    private String states() throws IOException, InterruptedException {
        StringBuilder states = new StringBuilder();
        for (String id : DockerCommand.docker("ps", "-aq", "--filter", "label=com.docker.compose.project=" + name)
                .lines().toList()) {
            states.append(DockerCommand.docker("inspect", "-f", "{{.Name}} {{json .State}}", id))
                    .append(DockerCommand.docker("logs", "--tail", "20", id));
        }
        return states.toString();
    }

    /** Returns the id of the container of a service. */
    String container(String service) throws IOException, InterruptedException {
        return run("ps", "-q", service).strip();
    }

    @Override
    public void close() throws IOException {
        try {
            run("down", "--volumes", "--timeout", "10");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
