package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code config/docker/compose.yaml}, until every service is healthy and Prometheus shows what they do. */
@ContainerTest
class ComposeTest {
    private static final long INTERVAL_MILLIS = 500;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void composeUpIsHealthyAndPrometheusReadsTheBroker() throws Exception {
        int port = freePort();
        try (ComposeProject project = new ComposeProject(Map.of("RONDO_IMAGE", RondoImage.name(), "PROMETHEUS_IMAGE",
                BaseImages.PROMETHEUS.image(), "PROMETHEUS_PORT", Integer.toString(port)))) {
            project.run("up", "-d");
            for (String service : List.of("broker", "producer", "consumer-a", "consumer-b")) {
                awaitHealthy(project.container(service), service);
            }
            assertThat(DockerCommand.docker("inspect", "-f", "{{.State.Running}}", project.container("prometheus"))
                    .strip())
                    .as("Prometheus runs").isEqualTo("true");
            try (HttpClient client = HttpClient.newHttpClient()) {
                awaitSample(client, port, "up{job=\"rondo\"} == 1");
                awaitSample(client, port, "rondo_broker_ready == 1");
                awaitSample(client, port,
                        "rondo_channel_participants{channel=\"ticks\",kind=\"sequenced\",role=\"consumer\"} >= 2");
            }
            for (String consumer : List.of("consumer-a", "consumer-b")) {
                assertThat(DockerCommand.docker("logs", project.container(consumer))).contains("tick ");
            }
        }
    }

    private static void awaitHealthy(String container, String service) throws Exception {
        String health = "";
        while (!health.equals("healthy")) {
            health = DockerCommand.docker("inspect", "-f", "{{.State.Health.Status}}", container).strip();
            assertThat(health)
                    .as("%s: %s", service,
                            DockerCommand.docker("inspect", "-f", "{{json .State.Health.Log}}", container))
                    .isNotEqualTo("unhealthy");
            Thread.sleep(INTERVAL_MILLIS);
        }
    }

    private static void awaitSample(HttpClient client, int port, String query) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
        while (true) {
            try {
                String body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
                JsonObject answer = JsonParser.parseString(body).getAsJsonObject();
                assertThat(answer.get("status").getAsString()).as(body).isEqualTo("success");
                if (!answer.getAsJsonObject("data").getAsJsonArray("result").isEmpty()) {
                    return;
                }
            } catch (IOException e) {
                // Prometheus does not listen yet.
            }
            Thread.sleep(INTERVAL_MILLIS);
        }
    }
}
