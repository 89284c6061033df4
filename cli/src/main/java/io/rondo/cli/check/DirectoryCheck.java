package io.rondo.cli.check;

import io.rondo.broker.metrics.ChannelFigures;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.stat.MissingConsumer;
import io.rondo.core.SegmentException;
import io.rondo.core.os.Volume;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the channels of a directory and the space of file systems. Confined to one thread. */
final class DirectoryCheck {
    private static final double PERCENT = 100;

    private final CheckReport report;
    private final Limits fill;
    private final Limits space;
    private double fullest;
    private int abandoned;
    private boolean sequenced;

    /**
     * Creates the check.
     *
     * @param report gets what is found
     * @param fill limits of the used part of a channel, in percent
     * @param space limits of the free part of a file system, in percent
     */
    DirectoryCheck(CheckReport report, Limits fill, Limits space) {
        this.report = report;
        this.fill = fill;
        this.space = space;
    }

    /** Checks all channels. */
    void channels(ChannelStore store) {
        int count = 0;
        for (String channel : store.directory().channels()) {
            if (ChannelName.isResponses(channel)) {
                continue;
            }
            try (SegmentObserver observer = store.observe(channel)) {
                channel(ChannelFigures.of(observer));
                count++;
            } catch (SegmentException e) {
                // One that was removed meanwhile is no finding.
                if (store.directory().channels().contains(channel)) {
                    report.add(Severity.CRITICAL, e.getMessage());
                }
            } catch (InternalError e) {
                report.add(Severity.CRITICAL, "channel " + channel + ": " + ErrorReporter.missingPage(e));
            }
        }
        report.summary(count == 1 ? "1 channel" : count + " channels");
        report.figure("channels", count);
        report.figure("abandoned", abandoned);
        report.figure("fill", CheckReport.number(fullest) + "%", fill.ranges() + ";0;100");
    }

    private void channel(ChannelFigures figures) {
        double used = PERCENT * figures.backlogBytes() / figures.identity().capacity();
        fullest = Math.max(fullest, used);
        report.add(fill.of(used), figures.kind() + " " + figures.channel() + " is full to "
                + CheckReport.number(used) + " %: " + cause(figures));
        sequenced |= figures.identity().sequenced();
        boolean consumerDied = figures.participants(Role.CONSUMER, false) > 0
                && figures.participants(Role.CONSUMER, true) == 0;
        if (consumerDied && figures.backlogBytes() > 0 && !figures.identity().sequenced()) {
            abandoned++;
            report.add(Severity.WARNING, figures.kind() + " " + figures.channel()
                    + ": its consumer died with messages unread: start it again");
        }
    }

    /** A consumer that died is a finding of its own. */
    private static String cause(ChannelFigures figures) {
        boolean unconsumed = !figures.identity().kind().isTopic()
                && figures.participants(Role.CONSUMER, true) + figures.participants(Role.CONSUMER, false) == 0;
        return unconsumed ? MissingConsumer.describe(figures.identity()) : "see rondo stat " + figures.channel();
    }

    /** Returns whether there is a sequenced topic, which needs a broker. */
    boolean hasSequencedTopic() {
        return sequenced;
    }

    /** Checks the file system of a directory, if that exists. */
    void space(String name, Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Volume volume = Volume.of(directory);
        if (volume.isLimited()) {
            double free = PERCENT * volume.free() / volume.size();
            report.add(space.of(free), "the file system of " + directory + " has " + CheckReport.number(free)
                    + " % of free space: free space there");
            report.figure(name, CheckReport.number(free) + "%", space.ranges() + ";0;100");
        }
    }
}
