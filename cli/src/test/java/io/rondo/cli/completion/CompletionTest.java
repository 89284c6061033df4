package io.rondo.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the scripts in their shells, where they are installed. */
class CompletionTest {
    private static final int WATCHDOG_SECONDS = 120;

    @TempDir
    private Path directory;

    @BeforeEach
    void makeChannelAndFile() throws IOException {
        Files.createFile(directory.resolve("feed.ring"));
        Files.createFile(directory.resolve("market.log"));
        Files.createDirectories(directory.resolve("logs/trades"));
    }

    private Path script(String shell) throws IOException {
        CommandLineRun line = new CommandLineRun();
        assertThat(line.run("completion", shell)).isEqualTo(ExitCode.OK);
        return Files.write(directory.resolve("rondo." + shell), line.bytes());
    }

    private String run(String shell, String... arguments) throws Exception {
        assumeTrue(isInstalled(shell), () -> "skipped: there is no " + shell + " on the PATH, install it");
        List<String> command = new ArrayList<>(List.of(shell));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("RONDO_DIR", directory.toString());
        builder.environment().put("RONDO_LOG_DIR", directory.resolve("logs").toString());
        builder.environment().put("HOME", directory.toString());
        Process process = builder.redirectOutput(directory.resolve("out").toFile()).start();
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(directory.resolve("out"), StandardCharsets.ISO_8859_1);
            assertThat(ended).as("no match in: " + output).isTrue();
            return output;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean isInstalled(String shell) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, shell)));
    }

    @ParameterizedTest
    @CsvSource({"rondo p, pub perf", "rondo completi, completion", "rondo pub --ki, --kind",
        "rondo pub --kind t, topic", "rondo sub --from S, ''",
        "rondo pub f, feed", "rondo pub --kind topic f, feed", "rondo pub feed mar, market.log",
        "rondo rm feed f, feed",
        "rondo stat feed --wa, --watch", "rondo help s, sub serve stat", "rondo completion z, zsh",
        "rondo log v, verify", "rondo broker s, status", "rondo broker --conf, --config", "rondo log cat tr, trades",
        "rondo log cat trades --fo, --format",
        "rondo replay tr, trades"})
    void bashCompletesCommandsOptionsValuesChannelsAndFiles(String typed, String expected) throws Exception {
        String code = ". ./rondo.bash; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _rondo;"
                + " echo \"${COMPREPLY[@]}\"";
        script("bash");
        assertThat(run("bash", "--norc", "-c", code, "bash", typed)).isEqualTo(expected + "\n");
    }

    @Test
    void bashCompletesAValueAfterAnEqualsSign() throws Exception {
        String code = ". ./rondo.bash; COMP_WORDS=(rondo pub --kind = q); COMP_CWORD=4; _rondo; echo \"${COMPREPLY[@]}\"";
        script("bash");
        assertThat(run("bash", "--norc", "-c", code)).isEqualTo("queue\n");
    }

    @ParameterizedTest
    @CsvSource({"rondo p, perf pub", "rondo completi, completion", "rondo pub --ki, --kind",
        "rondo pub --kind t, topic", "rondo sub --from S, earliest latest",
        "rondo pub f, feed", "rondo pub --kind topic f, feed", "rondo pub feed mar, market.log",
        "rondo rm feed f, feed",
        "rondo stat feed --wa, --watch", "rondo help s, serve stat sub", "rondo completion z, zsh",
        "rondo log v, verify", "rondo broker s, status", "rondo broker --conf, --config", "rondo log cat tr, trades",
        "rondo log cat trades --fo, --format",
        "rondo replay tr, trades"})
    void fishCompletesCommandsOptionsValuesChannelsAndFiles(String typed, String expected) throws Exception {
        script("fish");
        String output = run("fish", "--no-config", "-c", "source rondo.fish; complete -C $argv[1]", typed);
        List<String> candidates = output.lines().map(line -> line.split("\t")[0]).sorted().toList();
        assertThat(String.join(" ", candidates)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"rondo completi, completion", "rondo pub --ki, --kind", "rondo pub --kind t, topic",
        "rondo pub f, feed",
        "rondo pub --kind topic f, feed", "rondo pub feed mar, market.log", "rondo stat feed --wa, --watch",
        "rondo completion z, zsh", "rondo log v, verify", "rondo broker s, status", "rondo broker --conf, --config",
        "rondo log cat tr, trades", "rondo replay tr, trades"})
    void zshCompletesCommandsOptionsValuesChannelsAndFiles(String typed, String expected) throws Exception {
        script("zsh");
        String code = """
                zmodload zsh/zpty
                zpty shell zsh -f -i
                zpty -w shell "autoload -U compinit; compinit -u -D; source ./rondo.zsh; echo RE''ADY"
                zpty -r -m shell output '*READY*'
                zpty -w -n shell "$1"$'\\t'
                zpty -r -m shell output "*$2*"
                zpty -d shell
                print MATCHED
                """;
        assertThat(run("zsh", "-f", "-c", code, "zsh", typed, expected)).endsWith("MATCHED\n");
    }
}
