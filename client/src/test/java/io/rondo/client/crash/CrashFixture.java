package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.process.Kind;
import io.rondo.client.process.StepConsumerMain;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A directory of channels, a file for what the dead had done, and what must hold in the end. */
abstract class CrashFixture extends ConnectionFixture {
    /** The producer that dies. */
    static final long CHILD = 1;
    /** The producer that was there all the time. */
    static final long OTHER = 2;
    /** The producer that comes after a death. */
    static final long NEXT = 3;
    /** More than two laps. */
    static final int MORE = 100;

    private static final String UNFINISHED = ".new-";

    @TempDir
    private Path files;

    Path file(String name) {
        return files.resolve(name);
    }

    Path progressFile() {
        return file("progress");
    }

    LongBuffer progress() throws IOException {
        return StepConsumerMain.map(progressFile());
    }

    List<ParticipantInfo> participants() {
        try (SegmentObserver observer = store().observe(Kind.CHANNEL)) {
            return observer.table().list();
        }
    }

    /** Every other place of a queue's producers can be taken. */
    void attachAllPublishersBut(int attached) {
        List<Publisher> all = new ArrayList<>();
        for (int i = attached; i < SlotLayout.DEFAULT_SLOTS - SlotLayout.FIRST_PEER; i++) {
            all.add(Channels.publisher(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS));
        }
        all.forEach(Publisher::close);
    }

    /** No participant lives, and only files of dead creators are left, which cleaning removes. */
    void assertNothingLeaks(boolean creatorDied) throws IOException {
        rondo().close();
        assertThat(participants()).noneMatch(ParticipantInfo::alive);
        // Refused while anybody holds a slot.
        store().remove(Kind.CHANNEL);
        assertThat(left()).hasSizeLessThanOrEqualTo(creatorDied ? 1 : 0)
                .allMatch(name -> name.startsWith(UNFINISHED + Kind.CHANNEL));
        store().clean(false, false);
        assertThat(left()).isEmpty();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> left = Files.list(directory())) {
            return left.map(path -> path.getFileName().toString()).toList();
        }
    }
}
