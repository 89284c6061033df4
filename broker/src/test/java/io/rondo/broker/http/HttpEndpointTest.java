package io.rondo.broker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.health.Health;
import io.rondo.broker.http.HttpEndpoint.Content;
import io.rondo.broker.status.Readiness;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes, and clients that do not behave. */
@Timeout(120)
class HttpEndpointTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String BODY = "a 1\n";

    private final Health health = new Health();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpEndpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        endpoint = open(LOOPBACK, 0);
    }

    @AfterEach
    void close() {
        client.close();
        endpoint.close();
    }

    private HttpEndpoint open(String address, int port) throws IOException {
        return HttpEndpoint.open(new HttpSettings(true, address, port, 10), () -> Readiness.of(health), accept -> {
            if ("fail".equals(accept)) {
                throw new IllegalStateException("a defect");
            }
            return new Content("text/plain", BODY.getBytes(StandardCharsets.UTF_8));
        });
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + endpoint.address().getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    @Test
    void metricsAreAnsweredWithTheirType() throws Exception {
        HttpResponse<String> response = get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(BODY);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain");
    }

    @Test
    void aBrokerThatRecoversIsLiveAndNotReadyAndShowsItsProgress() throws Exception {
        health.recovery().begin(3);
        health.recovery().topic("orders");
        health.recovery().bytes(10, 40);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> response = get("/readyz");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).isEqualTo("{\"state\":\"recovering\",\"live\":true,\"ready\":false,"
                + "\"recovery\":{\"topics\":3,\"doneTopics\":0,\"topic\":\"orders\",\"bytes\":40,\"doneBytes\":10},"
                + "\"alarms\":[]}\n");
    }

    @Test
    void aRunningBrokerIsReadyUnlessPublishersWait() throws Exception {
        health.state(BrokerState.RUNNING);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        health.alarms().raise(AlarmKind.NO_SPACE, "quotes", false, "quotes goes on");
        HttpResponse<String> response = get("/readyz");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"kind\":\"no_space\"").contains("quotes goes on");
        health.alarms().raise(AlarmKind.NO_SPACE, "orders", true, "orders waits");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        health.alarms().clear(AlarmKind.NO_SPACE, "orders");
        health.state(BrokerState.ENDING);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void aBrokerWithAStuckThreadIsNotLive() throws Exception {
        health.state(BrokerState.RUNNING);
        health.alarms().raise(AlarmKind.THREAD_STUCK, "rondo-sequencer-0", true, "text");
        assertThat(get("/livez").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/x", "/metricsx", "/readyz/", "/..%2f"})
    void unknownPathsAreNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/livez", "/readyz"})
    void onlyGetAndHeadAreAllowed(String path) throws Exception {
        health.state(BrokerState.RUNNING);
        HttpResponse<String> post = send(request(path).POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000))));
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
        HttpResponse<String> head = send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aFailingScrapeIsAnsweredAndTheEndpointGoesOn() throws Exception {
        assertThat(send(request("/metrics").header("Accept", "fail")).statusCode()).isEqualTo(500);
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(LOOPBACK, endpoint.address().getPort()));
        return socket;
    }

    @Test
    void randomBytesDisturbNoOtherClient() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            try (Socket socket = connect()) {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                // The server may have closed the connection before it read everything.
            }
        }
        assertThat(get("/metrics").body()).isEqualTo(BODY);
    }

    @Test
    void aHeaderThatIsTooLongEndsTheConnection() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(100_000) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotContain(BODY);
        } catch (IOException e) {
            // Reset, because it was not read to its end.
        }
        assertThat(get("/metrics").body()).isEqualTo(BODY);
    }

    @Test
    void connectionsWithoutARequestAreBoundedAndEnd() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = connect();
                silent.add(socket);
                socket.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));
            }
            // The server ends a connection if its request takes too long, so others get an answer.
            Watchdog.await("an answer", () -> {
                try {
                    return get("/metrics").statusCode() == 200;
                } catch (IOException e) {
                    return false;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aPortInUseIsNamedWithTheRemedy() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(LOOPBACK, 0));
            assertThatThrownBy(() -> open(LOOPBACK, taken.getLocalPort())).isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort()).hasMessageContaining("in use")
                    .hasMessageContaining("rondo.http.port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "not a name"})
    void anAddressThatIsNotOfThisHostIsNamedWithTheRemedy(String address) {
        assertThatThrownBy(() -> open(address, 0)).isInstanceOf(IOException.class).hasMessageContaining(address)
                .hasMessageContaining("rondo.http.address");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new HttpSettings(true, LOOPBACK, 70_000, 1)).hasMessageContaining("70000");
        assertThatThrownBy(() -> new HttpSettings(true, LOOPBACK, 1, -1)).hasMessageContaining("-1");
    }
}
