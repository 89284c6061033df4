package io.rondo.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;

class FormatProperties {
    private static final int MAX = 1 << 20;

    @Provide
    Arbitrary<List<byte[]>> lines() {
        return Arbitraries.bytes().filter(value -> value != '\n').array(byte[].class).ofMaxSize(300).list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<byte[]>> messages() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).list().ofMaxSize(40);
    }

    @Property(tries = 300)
    void linesThatWereWrittenAreRead(@ForAll("lines") List<byte[]> messages,
            @ForAll @IntRange(min = 1, max = 500) int piece)
            throws IOException {
        byte[] written = write(OutputFormat.LINES, messages);
        assertSame(Inputs.readAll(InputFormat.LINES.reader(Inputs.of(written, piece), MAX)), messages);
    }

    @Property(tries = 300)
    void framesThatWereWrittenAreRead(@ForAll("messages") List<byte[]> messages,
            @ForAll @IntRange(min = 1, max = 500) int piece) throws IOException {
        byte[] written = write(OutputFormat.SOFH, messages);
        assertSame(Inputs.readAll(InputFormat.SOFH.reader(Inputs.of(written, piece), MAX)), messages);
    }

    @Property(tries = 300)
    void hexIsWhatTheJdkWrites(@ForAll("messages") List<byte[]> messages) throws IOException {
        String expected = messages.stream().map(message -> HexFormat.of().formatHex(message) + "\n")
                .collect(Collectors.joining());
        assertThat(write(OutputFormat.HEX, messages)).asString().isEqualTo(expected);
    }

    @Example
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

    @Property(tries = 1000)
    void arbitraryBytesAreReadOrRefusedInOneLine(@ForAll InputFormat format, @ForAll byte[] bytes) {
        try {
            Inputs.readAll(format.reader(Inputs.of(bytes, 8), 50));
        } catch (IOException e) {
            assertThat(e).isInstanceOf(FormatException.class);
            assertThat(e.getMessage()).doesNotContain("\n").contains(":");
        }
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
