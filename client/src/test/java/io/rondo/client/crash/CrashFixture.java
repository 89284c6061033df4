package io.rondo.client.crash;

import io.rondo.client.process.Kind;
import io.rondo.client.process.StepConsumerMain;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.core.segment.ParticipantInfo;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A directory of channels, and a file that survives a killed process and holds its progress. */
abstract class CrashFixture extends ConnectionFixture {
    /** The producer that dies. */
    static final long CHILD = 1;
    /** A producer that is attached all the time. */
    static final long OTHER = 2;
    /** The producer that follows the dead one. */
    static final long NEXT = 3;
    /** More than two laps. */
    static final int MORE = 100;

    @TempDir
    private Path files;

    Path files() {
        return files;
    }

    Path file(String name) {
        return files.resolve(name);
    }

    Path progressFile() {
        return file("progress");
    }

    LongBuffer progress() throws IOException {
        return StepConsumerMain.map(progressFile());
    }

    private CrashedChannel channel() {
        return new CrashedChannel(directory(), Kind.CHANNEL, rondo());
    }

    List<ParticipantInfo> participants() {
        return channel().participants();
    }

    /** No participant lives, and no file is left. */
    void assertNothingLeaks() throws IOException {
        channel().assertNothingLeaks(false);
    }
}
