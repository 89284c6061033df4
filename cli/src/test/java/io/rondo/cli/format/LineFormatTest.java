package io.rondo.cli.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineFormatTest {
    private static final int MAX = 100;

    private static List<String> read(String text) throws IOException {
        return Inputs.readAll(reader(text, MAX)).stream().map(line -> new String(line, ISO_8859_1)).toList();
    }

    private static MessageReader reader(String text, int maxLength) {
        return InputFormat.LINES.reader(Inputs.of(text.getBytes(ISO_8859_1), 16), maxLength);
    }

    @Test
    void eachLineIsAMessageWithoutItsNewline() throws IOException {
        assertThat(read("one\ntwo\n")).containsExactly("one", "two");
    }

    @Test
    void theLastLineMayLackItsNewline() throws IOException {
        assertThat(read("one\ntwo")).containsExactly("one", "two");
    }

    @Test
    void anInputWithoutBytesForNowHasNotEnded() throws IOException {
        ByteInput input = Inputs.withPauses("one\ntwo".getBytes(ISO_8859_1));
        assertThat(Inputs.readAll(InputFormat.LINES.reader(input, MAX)))
                .containsExactly("one".getBytes(ISO_8859_1), "two".getBytes(ISO_8859_1));
    }

    @Test
    void anEmptyLineIsAnEmptyMessage() throws IOException {
        assertThat(read("\n\na\n")).containsExactly("", "", "a");
    }

    @Test
    void anEmptyInputHoldsNoMessage() throws IOException {
        assertThat(read("")).isEmpty();
    }

    @Test
    void everyOtherByteBelongsToTheMessage() throws IOException {
        assertThat(read("a\r\n\0\u00ff\n")).containsExactly("a\r", "\0\u00ff");
    }

    @Test
    void aLineOfExactlyTheLimitIsRead() throws IOException {
        String longest = "x".repeat(MAX);
        assertThat(read(longest + "\n" + longest)).containsExactly(longest, longest);
    }

    @Test
    void aLineLargerThanTheFirstBufferIsRead() throws IOException {
        String large = "x".repeat(3 * ByteInput.INITIAL_SIZE + 1);
        byte[] input = ("a\n" + large + "\nb\n").getBytes(ISO_8859_1);
        List<byte[]> lines = Inputs.readAll(InputFormat.LINES.reader(Inputs.of(input, 100_000), large.length()));
        assertThat(lines).extracting(line -> line.length).containsExactly(1, large.length(), 1);
        assertThat(new String(lines.get(1), ISO_8859_1)).isEqualTo(large);
    }

    @Test
    void aLineBeyondTheLimitIsNamedAfterTheOnesBeforeItWereRead() throws IOException {
        MessageReader reader = reader("one\n" + "x".repeat(MAX + 1) + "\n", MAX);
        assertThat(reader.next()).isEqualTo(3);
        assertThatThrownBy(reader::next).isInstanceOf(FormatException.class)
                .hasMessageContaining("line 2 has 101 bytes").hasMessageContaining("is 100")
                .hasMessageContaining("--max-message");
    }

    @Test
    void theLengthOfALineFarBeyondTheLimitIsCountedAndNotKept() {
        int length = 2_000_000;
        ByteInput input = Inputs.of(("x".repeat(length) + "\nnext\n").getBytes(ISO_8859_1), 50_000);
        assertThatThrownBy(InputFormat.LINES.reader(input, MAX)::next).hasMessageContaining("line 1 has 2000000 bytes");
        assertThat(input.array()).hasSize(ByteInput.INITIAL_SIZE);
    }

    @Test
    void aLineWithoutEndIsGivenUp() {
        ByteInput input = new ByteInput(new EndlessChannel());
        assertThatThrownBy(InputFormat.LINES.reader(input, MAX)::next).isInstanceOf(FormatException.class)
                .hasMessageContaining("line 1 has more than");
    }
}
