package io.rondo.broker.log.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.storage.LogFile;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.client.log.FrameCursor;
import io.rondo.client.log.FrameKind;
import io.rondo.client.log.LogIndex;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The file in docs/formats/log.md is what the writer writes and the reader reads. */
class LogDocumentTest {
    private static final int LENGTH = 8192;
    private static final long TIMESTAMP = 1_700_000_000_000_000_000L;

    /** The frames of the file, which begins with a header page. */
    private static byte[] frames() {
        FaultyStorage storage = new FaultyStorage();
        LogFile file = storage.create("file", LENGTH);
        LogFileWriter writer = LogFileWriter.begin(file, storage.create("index", LogIndex.length(LENGTH)),
                new LogFileHeader(0x1122334455667788L, "orders", new LogFileName(1, 0), TIMESTAMP, LENGTH, 0, 0, 2));
        writer.mark(0, 1, TIMESTAMP, false);
        byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
        writer.data(1, TIMESTAMP, 0x0123456789abcdefL, 1, 1, 64, new UnsafeBuffer(hello), 0, hello.length);
        writer.gap(2, 4, TIMESTAMP, GapReason.NO_SPACE);
        writer.pad(4);
        return Arrays.copyOfRange(storage.content("file"), LogFileHeader.LENGTH, LENGTH);
    }

    private static byte[] documented() throws IOException {
        StringBuilder digits = new StringBuilder();
        Pattern.compile("```log\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of(System.getProperty("basedir", "."), "../docs/formats/log.md")))
                .results().flatMap(block -> block.group(1).lines())
                .forEach(line -> digits.append(line.split(" {2}")[0].replace(" ", "")));
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void theExampleIsWhatIsWritten() throws IOException {
        byte[] documented = documented();
        byte[] frames = frames();

        assertThat(HexFormat.of().formatHex(documented)).isNotEmpty()
                .isEqualTo(HexFormat.of().formatHex(frames, 0, documented.length));
        assertThat(Arrays.copyOfRange(frames, documented.length, frames.length)).containsOnly(0);
    }

    @Test
    void theExampleIsRead() throws IOException {
        FaultyStorage storage = new FaultyStorage();
        byte[] content = new byte[LENGTH];
        byte[] documented = documented();
        System.arraycopy(documented, 0, content, LogFileHeader.LENGTH, documented.length);
        storage.replace("file", content);
        FrameCursor cursor = new FrameCursor();
        cursor.wrap(storage.open("file").memory(), 0x1122334455667788L);

        int position = LogFileHeader.LENGTH;
        for (FrameKind kind : new FrameKind[]{FrameKind.MARK, FrameKind.DATA, FrameKind.GAP, FrameKind.PADDING}) {
            assertThat(cursor.look(position)).isEqualTo(kind);
            position += cursor.length();
        }
        assertThat(cursor.look(position)).isEqualTo(FrameKind.END);
    }
}
