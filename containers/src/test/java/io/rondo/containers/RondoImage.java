package io.rondo.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The project's image, built once per run from the Dockerfile. */
final class RondoImage {
    /** Marks everything that the tests create, so that {@code .ci/docker stop} finds it. */
    static final String LABEL = "io.rondo.test";
    /** The value of the label: the checkout, because several may use one Docker. */
    static final String LABEL_VALUE = ProjectFiles.realRoot();
    private static final String NAME = "rondo-test:" + ProcessHandle.current().pid();
    private static boolean built;

    private RondoImage() {}

    static synchronized String name() {
        if (!built) {
            try {
                build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the image was built", e);
            }
            built = true;
        }
        return NAME;
    }

    private static void build() throws IOException, InterruptedException {
        Path jars = ProjectFiles.ROOT.resolve("cli/target/lib");
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException(
                    jars + " is missing: run mvn package -DskipTests -pl cli -am, or mvn verify");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(RondoImage::remove));
        List<String> arguments = new ArrayList<>(
                List.of("build", "-f", "config/docker/Dockerfile", "--label", LABEL + "=" + LABEL_VALUE,
                        "--build-arg", "BUILT_BY=" + LABEL_VALUE, "-t", NAME));
        arguments.addAll(BaseImages.buildArguments());
        arguments.add(".");
        DockerCommand.docker(arguments.toArray(String[]::new));
    }

    private static void remove() {
        try {
            DockerCommand.docker("rmi", "-f", NAME);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("image " + NAME + " cannot be removed", e);
        }
    }
}
