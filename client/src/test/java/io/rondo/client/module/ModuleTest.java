package io.rondo.client.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.SharedMemoryDirectory;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client as a module and on the class path: programs are compiled and run as a user's build does it. */
class ModuleTest {
    private static final String PROGRAM = """
            package consumer;

            import io.rondo.client.Buffers;
            import io.rondo.client.ClosedException;
            import io.rondo.client.Publisher;
            import io.rondo.client.Rondo;
            import io.rondo.client.SlowConsumer;
            import io.rondo.client.Subscriber;
            import io.rondo.client.WaitStrategy;
            import org.agrona.MutableDirectBuffer;

            public final class Main {
                public static void main(String[] arguments) {
                    MutableDirectBuffer message = Buffers.allocate(8);
                    message.putLong(0, 42);
                    try (Rondo rondo = Rondo.connect();
                            Subscriber in = rondo.queue("q").waitStrategy(WaitStrategy.park()).subscriber();
                            Publisher out = rondo.queue("q").publisher();
                            Publisher topic = rondo.topic("t").publisher();
                            Subscriber slow = rondo.topic("t").slowConsumer(SlowConsumer.DROP_OLDEST).subscriber()) {
                        out.publish(message, 0, 8);
                        in.poll((buffer, offset, length) -> System.out.println(buffer.getLong(offset)), 1);
                        System.out.println(Main.class.getModule().isNamed() + " " + Rondo.class.getModule().isNamed());
                    } catch (ClosedException e) {
                        throw new AssertionError(e);
                    }
                }
            }
            """;

    @TempDir
    private Path directory;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path channels;

    /** The project's classes and the libraries that the client needs at run time. */
    private static String libraries() {
        List<String> needed = List.of("client", "core", "codecs", "agrona", "netty");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes") && !entry.contains("tests.jar"))
                .filter(entry -> needed.stream().anyMatch(part -> isPart(Path.of(entry), part)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isPart(Path entry, String part) {
        String name = entry.getFileName().toString();
        return name.startsWith(part) || name.startsWith("rondo-" + part)
                || entry.endsWith(Path.of(part, "target", "classes"));
    }

    private String compile(boolean modular, String body) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source/consumer")).resolve("Main.java");
        Files.writeString(source, body);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", directory.resolve("classes").toString()));
        arguments.addAll(List.of(modular ? "--module-path" : "--class-path", libraries()));
        if (modular) {
            Path module = directory.resolve("source/module-info.java");
            Files.writeString(module, "module consumer { requires io.rondo.client; }");
            arguments.add(module.toString());
        }
        arguments.add(source.toString());
        StringWriter errors = new StringWriter();
        List<Path> files = arguments.stream().filter(argument -> argument.endsWith(".java")).map(Path::of).toList();
        try (var manager = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            ToolProvider.getSystemJavaCompiler().getTask(errors, manager, null,
                    arguments.stream().filter(argument -> !argument.endsWith(".java")).toList(), null,
                    manager.getJavaFileObjectsFromPaths(files)).call();
        }
        return errors.toString();
    }

    private String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (command.stream().anyMatch(argument -> argument.startsWith("--enable-native-access"))) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        builder.environment().put("RONDO_DIR", channels.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void aModularProgramCompilesAndRunsWithoutFlags() throws Exception {
        assertThat(compile(true, PROGRAM)).isEmpty();
        assertThat(run("--module-path", directory.resolve("classes") + File.pathSeparator + libraries(),
                "--module", "consumer/consumer.Main")).isEqualTo("42\ntrue true\n");
    }

    @Test
    void aProgramOnTheClassPathCompilesAndRunsWithoutFlags() throws Exception {
        assertThat(compile(false, PROGRAM)).isEmpty();
        assertThat(run("--class-path", directory.resolve("classes") + File.pathSeparator + libraries(),
                "consumer.Main")).isEqualTo("42\nfalse false\n");
    }

    @Test
    void theDocumentedOptionsAvoidTheWarningsOfNativeAccess() throws Exception {
        assertThat(compile(true, PROGRAM)).isEmpty();
        String classes = directory.resolve("classes") + File.pathSeparator + libraries();
        // Loads Netty without a peer. Its native library is not among the libraries, which is reported.
        String sockets = "-Drondo.socket.io=epoll";
        assertThat(run("--enable-native-access=io.rondo.core", sockets, "--module-path", classes, "--module",
                "consumer/consumer.Main")).contains("A restricted method", "io.netty.common");
        assertThat(run("--enable-native-access=io.rondo.core,io.netty.common", sockets, "--module-path", classes,
                "--module", "consumer/consumer.Main")).doesNotContain("A restricted method")
                .endsWith("42\ntrue true\n");
        assertThat(run("--enable-native-access=ALL-UNNAMED", "--class-path", classes, "consumer.Main"))
                .isEqualTo("42\nfalse false\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.rondo.client.connect.ChannelRondo", "io.rondo.client.endpoint.Lifecycle",
        "io.rondo.core.segment.ChannelStore", "io.rondo.core.SegmentException", "io.netty.channel.Channel"})
    void aModularProgramCannotReachInternalClasses(String name) throws IOException {
        assertThat(compile(true, "package consumer; class Main { " + name + " field; }")).contains("not visible");
    }
}
