package io.rondo.perf.worker;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.CompetitorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The task of one worker process; it is passed as command-line arguments.
 *
 * @param type the competitor
 * @param settings settings of the group, and the role of this process
 * @param capture the capture to replay; null for none
 */
public record Assignment(CompetitorType type, CompetitorSettings settings, Capture capture) {
    private static final int ARGUMENTS = 14;
    private static final int ARGUMENTS_OF_REPLAY = 16;

    /** The arguments, as {@link #parse} reads them. */
    public List<String> arguments() {
        Point point = settings.point();
        Stream<Object> common = Stream.of(type.label(), settings.role().side(), settings.role().index(),
                settings.directory(), settings.disk(), settings.capacity(), point.pattern(), point.length(),
                point.producers(), point.consumers(),
                point.rate(), point.channels(), point.copy(), point.capacity());
        Stream<Object> replay = capture == null ? Stream.of() : Stream.of(capture.file(), capture.speed());
        return Stream.concat(common, replay).map(Object::toString).toList();
    }

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException if they are not the arguments of an assignment
     */
    static Assignment parse(String... arguments) {
        if (arguments.length != ARGUMENTS && arguments.length != ARGUMENTS_OF_REPLAY) {
            throw new IllegalArgumentException(arguments.length + " arguments: expected those of the harness");
        }
        Point point = new Point(Pattern.valueOf(arguments[6]), Integer.parseInt(arguments[7]),
                Integer.parseInt(arguments[8]), Integer.parseInt(arguments[9]), Long.parseLong(arguments[10]),
                Integer.parseInt(arguments[11]), Boolean.parseBoolean(arguments[12]),
                Integer.parseInt(arguments[13]));
        Role role = new Role(Side.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
        Capture capture = arguments.length == ARGUMENTS
                ? null
                : new Capture(Path.of(arguments[14]), Double.parseDouble(arguments[15]));
        return new Assignment(CompetitorType.of(arguments[0]),
                new CompetitorSettings(Path.of(arguments[3]), Path.of(arguments[4]), Integer.parseInt(arguments[5]),
                        point, role),
                capture);
    }

    @Override
    public String toString() {
        return type.label() + " " + settings.role();
    }
}
