package io.rondo.cli.format;

import static io.rondo.codecs.RandomRuns.bytes;
import static io.rondo.codecs.RandomRuns.oneOf;
import static io.rondo.codecs.RandomRuns.repeat;
import static io.rondo.codecs.RandomRuns.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Formats with random messages and random bytes. */
class FormatRandomTest {
    private static final int MAX = 1 << 20;

    private static List<byte[]> messages(Random random) {
        return Stream.generate(() -> bytes(random, 300)).limit(upTo(random, 40)).toList();
    }

    private static List<byte[]> lines(Random random) {
        List<byte[]> lines = messages(random);
        for (byte[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                line[i] = line[i] == '\n' ? 0 : line[i];
            }
        }
        return lines;
    }

    @Test
    void linesThatWereWrittenAreRead() {
        repeat(300, random -> {
            List<byte[]> messages = lines(random);
            int piece = 1 + upTo(random, 499);
            byte[] written = write(OutputFormat.LINES, messages);
            assertSame(Inputs.readAll(InputFormat.LINES.reader(Inputs.of(written, piece), MAX)), messages);
        });
    }

    @Test
    void framesThatWereWrittenAreRead() {
        repeat(300, random -> {
            List<byte[]> messages = messages(random);
            int piece = 1 + upTo(random, 499);
            byte[] written = write(OutputFormat.SOFH, messages);
            assertSame(Inputs.readAll(InputFormat.SOFH.reader(Inputs.of(written, piece), MAX)), messages);
        });
    }

    @Test
    void hexEqualsTheHexOfTheJdk() {
        repeat(300, random -> {
            List<byte[]> messages = messages(random);
            String expected = messages.stream().map(message -> HexFormat.of().formatHex(message) + "\n")
                    .collect(Collectors.joining());
            assertThat(write(OutputFormat.HEX, messages)).asString().isEqualTo(expected);
        });
    }

    @Test
    void messagesLargerThanTheOutputsBufferAreWrittenWhole() throws IOException {
        byte[] large = new byte[200_003];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        List<byte[]> messages = List.of(large, new byte[0], large);
        assertSame(Inputs.readAll(InputFormat.SOFH.reader(Inputs.of(write(OutputFormat.SOFH, messages), 70_000), MAX)),
                messages);
        assertThat(write(OutputFormat.HEX, List.of(large))).asString()
                .isEqualTo(HexFormat.of().formatHex(large) + "\n");
    }

    @Test
    void arbitraryBytesAreReadOrRefusedInOneLine() {
        repeat(1000, random -> {
            InputFormat format = oneOf(random, InputFormat.values());
            byte[] bytes = bytes(random, 300);
            try {
                Inputs.readAll(format.reader(Inputs.of(bytes, 8), 50));
            } catch (IOException e) {
                assertThat(e).isInstanceOf(FormatException.class);
                assertThat(e.getMessage()).doesNotContain("\n").contains(":");
            }
        });
    }

    static byte[] write(OutputFormat format, List<byte[]> messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteOutput output = new ByteOutput(bytes);
        MessageWriter writer = format.writer(output);
        for (byte[] message : messages) {
            byte[] around = new byte[message.length + 5];
            System.arraycopy(message, 0, around, 3, message.length);
            writer.write(new UnsafeBuffer(around), 3, message.length);
        }
        output.flush();
        return bytes.toByteArray();
    }

    private static void assertSame(List<byte[]> actual, List<byte[]> expected) {
        assertThat(actual.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }
}
