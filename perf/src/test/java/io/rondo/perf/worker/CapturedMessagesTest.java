package io.rondo.perf.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedMessagesTest {
    private static final long BEGIN = 1_700_000_000_000_000_000L;

    @TempDir
    private Path directory;

    private CapturedMessages captured(double speed) throws IOException {
        Path file = new UdpCapture().packet(BEGIN, "alpha".getBytes(US_ASCII))
                .packet(BEGIN + 3000, new byte[0]).packet(BEGIN + 2000, "gamma ray".getBytes(US_ASCII))
                .packet(BEGIN + 9000, "d".getBytes(US_ASCII)).to(directory.resolve("capture.pcap"));
        return new CapturedMessages(new Capture(file, speed));
    }

    @Test
    void messagesAreThePayloadsBehindTimeAndNumberAndRepeat() throws IOException {
        CapturedMessages messages = captured(1);
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        messages.write(buffer, 8, 4, 77);
        assertThat(messages.length(4)).isEqualTo(TimedMessages.HEADER + 5);
        assertThat(TimedMessages.time(buffer, 8)).isEqualTo(77);
        assertThat(TimedMessages.number(buffer, 8)).isEqualTo(4);
        assertThat(buffer.getStringWithoutLengthAscii(8 + TimedMessages.HEADER, 5)).isEqualTo("alpha");
    }

    @Test
    void messagesAreDueAtTheRecordedTimesWhichDoNotDecrease() throws IOException {
        CapturedMessages messages = captured(1);
        assertThat(new long[]{messages.due(0, 0), messages.due(0, 1), messages.due(0, 2), messages.due(0, 3)})
                .containsExactly(0, 3000, 3000, 9000);
        assertThat(messages.due(1, 3)).isEqualTo(6000);
        assertThat(messages.due(3, 4)).isPositive().isEqualTo(9000 / 4);
    }

    @Test
    void silencesAreShortened() throws IOException {
        Path file = new UdpCapture().packet(BEGIN, new byte[1]).packet(BEGIN + 60_000_000_000L, new byte[1])
                .to(directory.resolve("silent.pcap"));
        assertThat(new CapturedMessages(new Capture(file, 1)).due(0, 1)).isEqualTo(10_000_000);
    }

    @Test
    void aSpeedDividesTheTimes() throws IOException {
        assertThat(captured(3).due(0, 3)).isEqualTo(3000);
        assertThatThrownBy(() -> captured(0)).hasMessageContaining("speed 0");
    }

    @Test
    void everyByteIsCompared() throws IOException {
        CapturedMessages messages = captured(1);
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        messages.write(buffer, 0, 2, 1);
        int length = messages.length(2);
        assertThatCode(() -> messages.verify(buffer, 0, length, 2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> messages.verify(buffer, 0, length, 6)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> messages.verify(buffer, 0, length - 1, 2)).isInstanceOf(IllegalStateException.class);
        buffer.putByte(length - 1, (byte) 'z');
        assertThatThrownBy(() -> messages.verify(buffer, 0, length, 2)).hasMessageContaining("wrong bytes");
    }

    @Test
    void theMessageThatEndsASliceHasNoPayload() throws IOException {
        CapturedMessages messages = captured(1);
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        messages.write(buffer, 0, Payload.END, 1);
        assertThat(messages.length(Payload.END)).isEqualTo(TimedMessages.HEADER);
        assertThat(Payload.isEnd(TimedMessages.number(buffer, 0))).isTrue();
    }

    @Test
    void aFileThatIsNotACaptureIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "not a capture");
        assertThatThrownBy(() -> new CapturedMessages(new Capture(file, 1))).isInstanceOf(IOException.class)
                .hasMessageContaining("notes.txt");
        Path empty = new UdpCapture().to(directory.resolve("empty.pcap"));
        assertThatThrownBy(() -> new CapturedMessages(new Capture(empty, 1))).hasMessageContaining("no UDP payloads");
    }
}
