package io.rondo.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCommandTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path channels;
    @TempDir
    private Path logs;

    private CommandLineRun line() {
        return new CommandLineRun(channels);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            value = {"record|'CHANNEL'", "record x --durability memory|records nothing: give os or disk",
                "record x --file-size 5000|--file-size is 5000: give a multiple of 4k",
                "record x --max-size x|'x' is not a size",
                "record x --max-age 1|'1' is not a duration",
                "record x --slow never|'never' is not one of block, drop-oldest, evict",
                "record ../x|'../x'", "record x --capacity 5000|capacity 5000"})
    void aWrongCommandLineIsNamed(String args, String expected) {
        CommandLineRun line = line();
        assertThat(line.run(args.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains(expected).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"queue,queue", "work,work queue"})
    void aQueueIsRefusedAndKeepsItsMessages(String kind, String noun) {
        line().runWithInput("one\n", "pub", "orders", "--kind", kind);
        CommandLineRun line = line();
        assertThat(line.run("record", "orders", "--log-dir", logs.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).isEqualTo("rondo: channel orders cannot be recorded: it is a " + noun
                + ", and a recorder would take the messages away from its consumers: record a topic\n");
        assertThat(logs).isEmptyDirectory();
        CommandLineRun tail = line();
        tail.run("tail", "orders", "--no-follow");
        assertThat(tail.out()).isEqualTo("one\n");
    }

    @Test
    void aTopicWithOtherPropertiesIsRefusedWithTheOption() {
        CommandLineRun line = line();
        line.runWithInput("", "pub", "orders", "--kind", "topic", "--capacity", "64k", "--await", "0");
        CommandLineRun record = line();
        assertThat(record.run("record", "orders", "--capacity", "128k", "-o", logs.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(record.errors()).contains("channel orders has capacity 65536", "--capacity").hasLineCount(1);
    }

    @Test
    void aLogDirectoryThatCannotBeCreatedIsNamed() throws Exception {
        CommandLineRun line = line();
        Path impossible = Files.createFile(logs.resolve("file")).resolve("logs");
        assertThat(line.run("record", "feed", "-o", impossible.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).contains("cannot create the log directory " + impossible).hasLineCount(1);
    }

    @Test
    void aFileInPlaceOfTheLogDirectoryIsNamed() throws Exception {
        CommandLineRun line = line();
        Path file = Files.createFile(logs.resolve("file"));
        assertThat(line.run("record", "feed", "-o", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors())
                .contains("cannot create the log directory " + file + ": there is a file of that name:")
                .hasLineCount(1);
    }

    @Test
    void aForeignFileInTheLogIsNamedAndStaysAsItIs() throws Exception {
        Path file = Files.createDirectory(logs.resolve("feed")).resolve("00000000000000000001-0.log");
        Files.write(file, "not a log".repeat(1000).getBytes());
        CommandLineRun line = line();
        assertThat(line.run("record", "feed", "--log-dir", logs.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(line.errors()).contains(file + " is no log file").hasLineCount(1);
        assertThat(file).hasContent("not a log".repeat(1000));
    }
}
