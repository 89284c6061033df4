package io.rondo.containers;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The images that the project's image is built from: those that {@code .ci/docker} made, otherwise public ones. */
enum BaseImages {
    /** The base of the result. */
    BASE("rondo-test-base:local", "debian:bookworm-slim"),
    /** Has a JDK. */
    JDK("rondo-test-jdk:local", "eclipse-temurin:25-jdk"),
    /** Prometheus. */
    PROMETHEUS("rondo-test-prometheus:local", "prom/prometheus:v3.5.0");

    private final String local;
    private final String published;

    BaseImages(String local, String published) {
        this.local = local;
        this.published = published;
    }

    /** Returns the name of the image on this machine. */
    String image() throws IOException, InterruptedException {
        return exists(local) ? local : published;
    }

    private static boolean exists(String image) throws IOException, InterruptedException {
        return run("image", "inspect", image).code() == 0;
    }

    private static DockerCommand.Result run(String... arguments) throws IOException, InterruptedException {
        return DockerCommand.run(Map.of(), Stream.concat(Stream.of("docker"),
                Stream.of(arguments)).toList());
    }

    /** Returns why containers cannot be started here, with the remedy; null if they can. */
    static String missing() {
        try {
            DockerCommand.Result info = run("info");
            if (info.code() != 0) {
                return "Docker does not answer: run .ci/docker start ("
                        + info.output().lines().reduce((_, last) -> last)
                                .orElse("")
                        + ")";
            }
            for (BaseImages image : values()) {
                if (!exists(image.image())) {
                    return "there is neither the image " + image.local + " nor " + image.published
                            + ": run .ci/docker start, or docker pull " + image.published;
                }
            }
            return ComposeProject.command() == null
                    ? "there is no docker compose and no docker-compose: install one"
                    : null;
        } catch (IOException e) {
            return "docker cannot be run (" + e.getMessage() + "): install it, or run .ci/docker start";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the check of Docker was interrupted";
        }
    }

    /** Returns options for {@code docker build}. */
    static List<String> buildArguments() throws IOException, InterruptedException {
        return List.of("--build-arg", "JDK_IMAGE=" + JDK.image(), "--build-arg", "BASE_IMAGE=" + BASE.image());
    }
}
