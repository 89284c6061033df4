package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.process.Kind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A directory with one channel and participants that die, and what must hold in the end. */
final class CrashedChannel {
    private static final String UNFINISHED = ".new-";

    private final Path directory;
    private final String name;
    private final Rondo rondo;

    /**
     * Uses a directory.
     *
     * @param name of the channel
     * @param rondo a connection to the directory, which is closed before what is left is looked at
     */
    CrashedChannel(Path directory, String name, Rondo rondo) {
        this.directory = directory;
        this.name = name;
        this.rondo = rondo;
    }

    Path directory() {
        return directory;
    }

    String name() {
        return name;
    }

    /** The file of the channel. */
    RawSegment rawSegment() {
        return new RawSegment(directory, name);
    }

    Publisher publisher(Kind kind) {
        return Channels.publisher(rondo, name, CrashChannel.options(kind));
    }

    Subscriber subscriber(Kind kind, SlowConsumer policy) {
        return Channels.subscriber(rondo, name, CrashChannel.options(kind).slowConsumer(policy));
    }

    Subscriber subscriber(Kind kind) {
        return subscriber(kind, SlowConsumer.BLOCK);
    }

    private ChannelStore store() {
        return new ChannelStore(ChannelDirectory.of(directory, null));
    }

    List<ParticipantInfo> participants() {
        try (SegmentObserver observer = store().observe(name)) {
            return observer.table().list();
        }
    }

    /** Attaches to every other slot of a queue's producers: none is blocked. */
    void attachAllPublishersBut(int attached) {
        List<Publisher> all = new ArrayList<>();
        for (int i = attached; i < SlotLayout.DEFAULT_SLOTS - SlotLayout.FIRST_PEER; i++) {
            all.add(Channels.publisher(rondo, name, ChannelSettings.DEFAULTS));
        }
        all.forEach(Publisher::close);
    }

    /** No participant lives, and only files of dead creators are left, which cleaning removes. */
    void assertNothingLeaks(boolean creatorDied) throws IOException {
        rondo.close();
        assertThat(participants()).noneMatch(ParticipantInfo::alive);
        // Refused while a participant holds a slot.
        store().remove(name);
        assertThat(files()).hasSizeLessThanOrEqualTo(creatorDied ? 1 : 0)
                .allMatch(file -> file.startsWith(UNFINISHED + this.name));
        store().clean(false, false);
        assertThat(files()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
