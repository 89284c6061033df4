package io.rondo.broker.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.rondo.broker.status.Readiness;
import io.rondo.broker.status.StatusJson;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Answers {@code GET} and {@code HEAD} of {@code /metrics}, {@code /livez} and {@code /readyz}. It has no authentication.
 * Requests are untrusted: the number of connections, the length of a request and the time that it takes are limited.
 * Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final long NO_BODY = -1;
    /**
     * Settings of the JDK's server, which are properties of the process: times in seconds, lengths in bytes. With the delay of
     * small segments each answer takes 40 ms longer.
     */
    private static final Map<String, String> SETTINGS = Map.of("jdk.httpserver.maxConnections", "64",
            "sun.net.httpserver.maxReqTime", "10", "sun.net.httpserver.maxRspTime", "30",
            "sun.net.httpserver.idleInterval", "60", "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.nodelay", "true");

    private final HttpServer server;
    private final ExecutorService requests;

    private HttpEndpoint(HttpServer server, ExecutorService requests) {
        this.server = server;
        this.requests = requests;
    }

    /** A body and its type. */
    public record Content(String type, byte[] body) {}

    /** Answers a request for metrics. */
    @FunctionalInterface
    public interface Metrics {
        /**
         * Returns the metrics now.
         *
         * @param accept the types that the client accepts; null if it named none
         */
        Content scrape(String accept);
    }

    /**
     * Listens.
     *
     * @param settings the address and the port
     * @param readiness what probes are answered
     * @param metrics what {@code /metrics} is answered
     * @return the endpoint, to be closed
     * @throws IOException if the address cannot be listened on; the message names it and the remedy
     */
    public static HttpEndpoint open(HttpSettings settings, Supplier<Readiness> readiness, Metrics metrics)
            throws IOException {
        SETTINGS.forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(settings.address()),
                    settings.port()), 0);
        } catch (UnknownHostException e) {
            throw new IOException("cannot listen on " + settings.address() + ": it is no address of this host and no"
                    + " known name: set rondo.http.address", e);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + settings.address() + ", port " + settings.port() + ": "
                    + e.getMessage() + ": set rondo.http.address and rondo.http.port, or rondo.http.enabled = no", e);
        }
        ThreadFactory threads = Thread.ofVirtual().name("rondo-broker-http-", 0).factory();
        HttpEndpoint endpoint = new HttpEndpoint(server, Executors.newThreadPerTaskExecutor(threads));
        server.setExecutor(endpoint.requests);
        server.createContext("/", exchange -> answer(exchange, NOT_FOUND, text("there is no page "
                + exchange.getRequestURI().getPath() + ": use /metrics, /livez or /readyz\n")));
        server.createContext("/metrics", page("/metrics",
                exchange -> answer(exchange, OK, metrics.scrape(exchange.getRequestHeaders().getFirst("Accept")))));
        server.createContext("/livez", page("/livez", exchange -> {
            Readiness now = readiness.get();
            answer(exchange, now.live() ? OK : UNAVAILABLE, json(now));
        }));
        server.createContext("/readyz", page("/readyz", exchange -> {
            Readiness now = readiness.get();
            answer(exchange, now.ready() ? OK : UNAVAILABLE, json(now));
        }));
        server.start();
        return endpoint;
    }

    /** The server passes all paths that begin with that of a context. */
    private static HttpHandler page(String path, HttpHandler handler) {
        return exchange -> {
            if (exchange.getRequestURI().getPath().equals(path)) {
                guarded(exchange, handler);
            } else {
                answer(exchange, NOT_FOUND, text("there is no such page: use " + path + "\n"));
            }
        };
    }

    private static void guarded(HttpExchange exchange, HttpHandler handler) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            answer(exchange, METHOD_NOT_ALLOWED, text("the method is not allowed: use GET or HEAD\n"));
            return;
        }
        try {
            handler.handle(exchange);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a request for " + exchange.getRequestURI().getPath() + " failed", e);
            answer(exchange, FAILED, text("the request failed: " + e + "\n"));
        }
    }

    private static Content text(String text) {
        return new Content("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Content json(Readiness readiness) {
        return new Content("application/json", (StatusJson.line(readiness) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, Content content) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", content.type());
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.body().length));
                exchange.sendResponseHeaders(status, NO_BODY);
            } else {
                exchange.sendResponseHeaders(status, content.body().length);
                exchange.getResponseBody().write(content.body());
            }
        }
    }

    /** Returns the address that it listens on. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Closes all connections. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
    }
}
