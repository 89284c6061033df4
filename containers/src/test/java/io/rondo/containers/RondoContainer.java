package io.rondo.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A container of the project's image, with Docker's defaults unless a test changes them. */
final class RondoContainer extends GenericContainer<RondoContainer> {
    private static final Duration WATCHDOG = Duration.ofMinutes(3);
    private static final long INTERVAL_MILLIS = 50;
    private static final String SECURITY_OPTION = "seccomp=";

    /** A container that runs a command of the command line as its first process. */
    RondoContainer(String... command) {
        super(DockerImageName.parse(RondoImage.name()));
        withCommand(command);
        withLabel(RondoImage.LABEL, RondoImage.LABEL_VALUE);
        withImagePullPolicy(_ -> false);
        // Dozens of JVMs for health checks would slow the tests down.
        changed(create -> create.withHealthcheck(new HealthCheck().withTest(List.of("NONE"))));
        withEnv("RONDO_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        withStartupCheckStrategy(new Started());
        waitingFor(new NoWait());
    }

    /** A container that runs a script. */
    static RondoContainer script(String script) {
        return new RondoContainer(script).changed(command -> command.withEntrypoint("bash", "-c"));
    }

    /** A container that runs a class of these tests. */
    static RondoContainer main(Class<?> main, String... arguments) {
        // The image has two providers for SLF4J, and the one that the JVM finds first may print Netty's messages.
        Stream<String> command = Stream.concat(
                Stream.of("--enable-native-access=ALL-UNNAMED", "-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider",
                        "-cp",
                        "/opt/rondo/lib/*:/test-classes", main.getName()),
                Stream.of(arguments));
        return new RondoContainer(command.toArray(String[]::new))
                .changed(create -> create.withEntrypoint("/opt/rondo/java/bin/java"))
                .withFileSystemBind(ProjectFiles.ROOT.resolve("containers/target/test-classes").toString(),
                        "/test-classes",
                        BindMode.READ_ONLY);
    }

    private RondoContainer changed(Consumer<CreateContainerCmd> change) {
        return withCreateContainerCmdModifier(change);
    }

    /** Changes an option of the container. */
    RondoContainer host(Consumer<HostConfig> change) {
        return changed(create -> change.accept(create.getHostConfig()));
    }

    /** Runs as another user. */
    RondoContainer user(String user) {
        return changed(create -> create.withUser(user));
    }

    /** Refuses system calls as a seccomp profile does. */
    RondoContainer refusing(String profile) {
        return host(host -> host.withSecurityOpts(List.of(SECURITY_OPTION + profile)));
    }

    /** Shares the IPC namespace, and with it /dev/shm, of another container, which must be shareable. */
    RondoContainer ipcOf(RondoContainer other) {
        return host(host -> host.withIpcMode("container:" + other.getContainerId()));
    }

    /** Lets other containers share the IPC namespace of this one. */
    RondoContainer shareable() {
        return host(host -> host.withIpcMode("shareable"));
    }

    /** Mounts a volume. */
    RondoContainer volume(TestVolume volume, String path) {
        return host(host -> host.withBinds(concat(host.getBinds(), volume.at(path))));
    }

    private static Bind[] concat(Bind[] binds,
            Bind added) {
        Bind[] all = binds == null
                ? new Bind[1]
                : Arrays.copyOf(binds, binds.length + 1);
        all[all.length - 1] = added;
        return all;
    }

    /** Starts it and returns at once. */
    RondoContainer started() {
        start();
        return this;
    }

    String out() {
        return getLogs(OutputType.STDOUT);
    }

    String errors() {
        return getLogs(OutputType.STDERR);
    }

    private InspectContainerResponse.ContainerState state() {
        return getCurrentContainerInfo().getState();
    }

    boolean isOutOfMemory() {
        return Boolean.TRUE.equals(state().getOOMKilled());
    }

    /** Waits until it has ended, and returns its exit code. */
    int exitCode() {
        await("it ends", () -> !Boolean.TRUE.equals(state().getRunning()));
        return Math.toIntExact(state().getExitCodeLong());
    }

    /** Waits until standard output contains a text. */
    RondoContainer awaitOut(String text) {
        return awaitText(text, this::out);
    }

    /** Waits until standard output or error contains a text. */
    RondoContainer awaitOutOrError(String text) {
        return awaitText(text, this::getLogs);
    }

    private RondoContainer awaitText(String text, Supplier<String> logs) {
        await("it prints " + text, () -> logs.get().contains(text) || !isRunning());
        if (!logs.get().contains(text)) {
            throw new AssertionError("it has ended without printing " + text + ": " + getLogs());
        }
        return this;
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + WATCHDOG.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen: " + what + ": " + out() + errors());
            }
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting until " + what, e);
            }
        }
    }

    /** Runs a command of the command line in this container, and returns its output and errors. */
    String rondo(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "rondo";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ExecResult result = execInContainer(command);
        return result.getStdout() + result.getStderr();
    }

    void kill() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
        exitCode();
    }

    /** On a loaded machine the kernel may need longer to stop all threads than the engine waits for it. */
    void pause() {
        await("it is paused", () -> {
            try {
                getDockerClient().pauseContainerCmd(getContainerId()).exec();
                return true;
            } catch (InternalServerErrorException e) {
                return false;
            }
        });
    }

    void unpause() {
        getDockerClient().unpauseContainerCmd(getContainerId()).exec();
    }

    /** Also a container that has ended again has started. */
    private static final class Started extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String id) {
            String status = getCurrentState(client, id).getStatus();
            return "created".equals(status) ? StartupStatus.NOT_YET_KNOWN : StartupStatus.SUCCESSFUL;
        }
    }

    private static final class NoWait extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            // Each test waits for what it needs.
        }
    }
}
