package io.rondo.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.cli.support.TestLog;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogCommandsTest {
    private static final int FILE_LENGTH = 16 << 10;
    private static final String FIRST_FILE = "00000000000000000001-0.log";
    private static final int DAMAGED_LOGS = Integer.getInteger("rondo.test.runs", 60);

    @TempDir
    private Path logs;

    private CommandLineRun run(int code, String... args) {
        CommandLineRun line = new CommandLineRun();
        assertThat(line.run(args)).as(() -> line.errors() + line.out()).isEqualTo(code);
        assertThat(line.errors()).doesNotContain("internal error");
        return line;
    }

    private Path log() {
        return logs.resolve("feed");
    }

    private Path firstFile() {
        return log().resolve(FIRST_FILE);
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private void write(int messages) {
        try (TestLog log = new TestLog(logs, "feed", FILE_LENGTH)) {
            log.add(1, messages);
        }
    }

    private void flip(int position) throws IOException {
        byte[] content = Files.readAllBytes(firstFile());
        content[position] ^= 1;
        Files.write(firstFile(), content);
    }

    @ParameterizedTest
    @CsvSource({"'', 1, 300", "--from 290, 290, 300", "--to 3, 1, 3", "--from earliest --limit 2, 1, 2",
        "--from 2023-11-14T22:13:21Z --to 2023-11-14T22:13:23Z, 2, 4", "--from 7 --to 7, 7, 7",
        "--to 9999-12-31T23:59:59.999Z --from 299, 299, 300", "--limit 0, 1, 0"})
    void catWritesTheMessagesOfAPart(String options, int from, int to) {
        write(300);
        String command = "log cat feed --log-dir " + logs + " " + options;
        CommandLineRun line = run(ExitCode.OK, command.strip().split(" +"));
        assertThat(line.out()).isEqualTo(lines(from, to));
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void catWritesTheFormatsOfSubAndReportsGaps() {
        try (TestLog log = new TestLog(logs, "feed", FILE_LENGTH)) {
            log.add("a").gap(3).add("bc");
        }
        CommandLineRun line = run(ExitCode.OK, "log", "cat", log().toString(), "--format", "hex");
        assertThat(line.out()).isEqualTo("61\n6263\n");
        assertThat(line.errors()).isEqualTo("rondo: messages 2 to 4 are missing: lapped\n");
    }

    @Test
    void aDirectoryOfLogsStandsForTheLogsInIt() {
        write(3);
        assertThat(run(ExitCode.OK, "log", "cat", logs.toString()).out()).isEqualTo(lines(1, 3));
        assertThat(JsonParser.parseString(run(ExitCode.OK, "log", "verify", "--json", logs.toString()).out())
                .getAsJsonArray()).hasSize(1);
        try (TestLog other = new TestLog(logs, "other", FILE_LENGTH)) {
            other.add(1, 2);
        }
        assertThat(run(ExitCode.USAGE, "log", "cat", logs.toString()).errors()).contains(logs
                + " has the logs of 2 channels: feed, other: give one of them, such as " + log());
        assertThat(run(ExitCode.OK, "log", "verify", logs.toString()).out()).containsSubsequence(
                "feed:\nok: 3 messages",
                "other:\nok: 2 messages");
        JsonArray json = JsonParser.parseString(run(ExitCode.OK, "log", "info", "--json", logs.toString()).out())
                .getAsJsonArray();
        assertThat(json).hasSize(2);
        assertThat(run(ExitCode.OK, "log", "ls", logs.toString()).out()).containsPattern("feed +1 +3 ");
        assertThat(run(ExitCode.OK, "log", "ls", log().toString()).out()).containsPattern("feed +1 +3 ");
    }

    @Test
    void catGoesOnBehindDamageAndFails() throws Exception {
        write(300);
        flip(LogFileHeader.LENGTH + 1000);
        CommandLineRun line = run(ExitCode.FAILED, "log", "cat", log().toString());
        assertThat(line.out()).startsWith(lines(1, 5)).endsWith(lines(280, 300));
        assertThat(line.errors()).contains(FIRST_FILE + " is damaged at position").contains("are missing: damaged");
    }

    @Test
    void catGoesOnBehindAFileWithADamagedHeader() throws Exception {
        write(600);
        List<Path> files;
        try (Stream<Path> children = Files.list(log())) {
            files = children.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(3);
        byte[] content = Files.readAllBytes(files.get(1));
        content[100] ^= 1;
        Files.write(files.get(1), content);
        CommandLineRun line = run(ExitCode.FAILED, "log", "cat", log().toString());
        assertThat(line.out()).startsWith(lines(1, 50)).endsWith(lines(500, 600));
        assertThat(line.errors()).contains("its header is damaged").contains("are missing: damaged");
    }

    @Test
    void lsListsLogsAlsoOnesThatCannotBeRead() throws Exception {
        write(3);
        Files.write(Files.createDirectory(logs.resolve("other")).resolve(FIRST_FILE), new byte[5000]);
        Files.createDirectory(logs.resolve("zero"));
        CommandLineRun line = run(ExitCode.OK, "log", "ls", "--log-dir", logs.toString());
        assertThat(line.out()).containsPattern("CHANNEL +FIRST +LAST +FILES +BYTES +DURABILITY +WRITTEN")
                .containsPattern("feed +1 +3 +1 +16k +os +no +2023-11-14T22:13:20Z +2023-11-14T22:13:22Z")
                .containsPattern("other +.* is damaged: its header is empty").contains("there is no log file in");
        JsonArray json = JsonParser.parseString(run(ExitCode.OK, "log", "ls", "--json", "--log-dir", logs.toString())
                .out()).getAsJsonArray();
        assertThat(json.get(0).getAsJsonObject().get("lastSequence").getAsLong()).isEqualTo(3);
        assertThat(json.get(1).getAsJsonObject().get("error").getAsString()).contains("damaged");
    }

    @Test
    void infoShowsFilesGapsAndWhetherTheLogIsWritten() {
        try (TestLog log = new TestLog(logs, "feed", FILE_LENGTH)) {
            log.add(1, 10).gap(5).add(16, 300);
            CommandLineRun line = run(ExitCode.OK, "log", "info", log().toString());
            assertThat(line.out()).contains("channel      feed\n").contains("written      yes").contains(
                    "sequences    1 to 300\n").contains("messages     295\n").contains("checkpoint   none\n")
                    .contains("gap          messages 11 to 15 are missing: lapped\n").containsPattern(
                            FIRST_FILE + " +1 +\\d+ +16k +\\d+ +0 +full");
        }
        JsonObject json = JsonParser.parseString(run(ExitCode.OK, "log", "info", "--json", log().toString()).out())
                .getAsJsonObject();
        assertThat(json.get("written").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonArray("fileList")).hasSizeGreaterThan(1);
        assertThat(json.getAsJsonArray("gaps").get(0).getAsJsonObject().get("reason").getAsString())
                .isEqualTo("lapped");
    }

    @Test
    void verifyNamesGapsAndSucceeds() {
        try (TestLog log = new TestLog(logs, "feed", FILE_LENGTH)) {
            log.add("a").gap(3).add("b");
        }
        assertThat(run(ExitCode.OK, "log", "verify", log().toString()).out()).isEqualTo("gap  sequences 2 to 4, "
                + firstFile()
                + ": messages are missing: LAPPED\nok: 2 messages, sequences 1 to 5, 1 file, 16384 bytes\n");
    }

    @Test
    void verifyNamesDamageAndFails() throws Exception {
        write(300);
        flip(LogFileHeader.LENGTH + 1000);
        assertThat(run(ExitCode.FAILED, "log", "verify", log().toString()).out()).contains("damaged  sequences ")
                .contains(firstFile() + ": damaged before position").contains("\ndamaged: ");
        JsonObject json = JsonParser
                .parseString(run(ExitCode.FAILED, "log", "verify", log().toString(), "--json").out())
                .getAsJsonObject();
        assertThat(json.get("intact").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonArray("findings").get(0).getAsJsonObject().get("kind").getAsString())
                .isEqualTo("damaged");
    }

    @Test
    void verifyNamesADamagedFillerAndCheckpoint() throws Exception {
        write(300);
        Files.write(log().resolve("checkpoint"), new byte[4096]);
        flip(FILE_LENGTH - 1);
        assertThat(run(ExitCode.FAILED, "log", "verify", log().toString()).out())
                .contains("the filler is damaged at position " + (FILE_LENGTH - 1)).contains("checkpoint  ");
    }

    @Test
    void aFileOfANewerVersionIsNamed() throws Exception {
        write(3);
        byte[] content = Files.readAllBytes(firstFile());
        ByteBuffer page = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        page.putInt(8, 2 << 16);
        CRC32C crc = new CRC32C();
        crc.update(content, 0, LogFileHeader.LENGTH - 4);
        page.putInt(LogFileHeader.LENGTH - 4, (int) crc.getValue());
        Files.write(firstFile(), content);
        for (String command : List.of("cat", "info")) {
            assertThat(run(ExitCode.FAILED, "log", command, log().toString()).errors()).contains(
                    "has format version 2, this program reads 1: use the version of Rondo that wrote it")
                    .hasLineCount(1);
        }
        assertThat(run(ExitCode.FAILED, "log", "verify", log().toString()).out()).contains("has format version 2");
    }

    @Test
    void aLogThatIsMissingIsNamed() {
        for (String command : List.of("cat", "info", "verify")) {
            assertThat(run(ExitCode.FAILED, "log", command, "feed", "--log-dir", logs.toString()).errors())
                    .contains("there is no log directory " + log()).hasLineCount(1);
        }
        assertThat(run(ExitCode.FAILED, "log", "ls", "--log-dir", log().toString()).errors())
                .contains("there is no log directory " + log()).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            value = {"log|no command given: give one of ls, info, verify, cat", "log vrify x|did you mean 'verify'?",
                "log cat|'LOG'", "log cat x --from latest|--from latest has no messages",
                "log cat x --limit -1|--limit is -1",
                "log cat x --to earliest|--to is neither", "log cat x --from 0|'0' is not earliest"})
    void aWrongCommandLineIsNamed(String args, String expected) {
        assertThat(run(ExitCode.USAGE, args.split(" ")).errors()).contains(expected).hasLineCount(1);
    }

    /** Verification finds each flipped bit of a record or a header; no command ends with a stack trace. */
    @Test
    void eachDamageHasAnExitCodeAndAMessage() throws Exception {
        write(300);
        byte[] content = Files.readAllBytes(firstFile());
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        int padding = end - LogFrames.PADDING_HEADER_LENGTH - 4;
        long seed = Long.getLong("rondo.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < DAMAGED_LOGS; i++) {
            byte[] damaged = content.clone();
            if (random.nextInt(4) == 0) {
                damaged = Arrays.copyOf(content, random.nextInt(content.length));
            } else {
                int position = random.nextInt(content.length);
                // Damage to the header of the filler behind the last record harms nothing, and is not looked for.
                position = position >= padding && position < padding + 40 ? position - 40 : position;
                damaged[position] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(firstFile(), damaged);
            assertThat(new CommandLineRun().run("log", "verify", log().toString())).as("seed " + seed)
                    .isEqualTo(ExitCode.FAILED);
            for (String command : List.of("cat", "info", "ls")) {
                CommandLineRun line = new CommandLineRun();
                int code = command.equals("ls")
                        ? line.run("log", "ls", "--log-dir", logs.toString())
                        : line.run("log", command, log().toString());
                assertThat(code).as("seed " + seed + " " + command + line.errors()).isBetween(ExitCode.OK,
                        ExitCode.FAILED);
                assertThat(line.errors()).as("seed " + seed).doesNotContain("internal error");
                assertThat(code == ExitCode.FAILED).as("seed " + seed).isEqualTo(!line.errors().isEmpty());
            }
        }
    }
}
