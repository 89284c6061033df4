package io.rondo.perf.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import io.rondo.perf.measure.Sample;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A run as JSON; README.md of this module describes the schema. A file that was written is read as an equal run. */
public final class JsonReport {
    private static final String SCHEMA = "rondo-perf";
    /** Incremented when an older reader would fail or misread a value. */
    private static final int VERSION = 2;
    /** Version 1 differs in two names: "contestants" for "competitors", and the kind "peer" for "external". */
    private static final int OLDEST_VERSION = 1;
    private static final Map<String, String> OLD_NAMES = Map.of("peer", "external");
    private static final String REMEDY = ": give a file that 'rondo perf --json' wrote";

    private static final java.util.regex.Pattern GSON_ADVICE = java.util.regex.Pattern.compile(";?\\s+See https://.*");

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping()
            .registerTypeAdapter(Sample.class, new SampleAdapter())
            .registerTypeAdapter(Pattern.class, new NameAdapter<>(Pattern.values()))
            .registerTypeAdapter(CompetitorKind.class, new NameAdapter<>(CompetitorKind.values())).create();

    private record Document(String schema, int version, Map<String, String> environment, List<String> warnings,
            List<PointResult> points) {}

    private JsonReport() {}

    /** The whole document, with a newline at its end. */
    public static String of(Run run) {
        return GSON.toJson(new Document(SCHEMA, VERSION, run.environment(), run.warnings(), run.points())) + "\n";
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is not the result of a run, or has an unknown version; the message names
     *     the file
     */
    public static Run read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a directory" + REMEDY);
        }
        try {
            return parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is no result of a run, it is not text" + REMEDY, e);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(file + " is no result of a run, " + e.getMessage() + REMEDY, e);
        }
    }

    /**
     * Reads a document.
     *
     * @throws JsonParseException if it is not such a document
     */
    static Run parse(String json) {
        Document document = document(json);
        if (document == null || !SCHEMA.equals(document.schema())) {
            throw new JsonParseException("it does not say \"schema\": \"" + SCHEMA + "\"");
        }
        if (document.version() < OLDEST_VERSION || document.version() > VERSION) {
            throw new JsonParseException("it has version " + document.version() + ", expected " + OLDEST_VERSION
                    + " to " + VERSION);
        }
        require(document.environment(), "environment");
        require(document.warnings(), "warnings");
        require(document.points(), "points").forEach(JsonReport::check);
        return new Run(document.environment(), document.warnings(), document.points());
    }

    private static Document document(String json) {
        try {
            return GSON.fromJson(json, Document.class);
        } catch (JsonParseException e) {
            throw new JsonParseException(reason(e), e);
        } catch (RuntimeException e) { // Gson wraps exceptions of a record's constructor
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new JsonParseException("a value is impossible: " + cause.getMessage(), e);
        }
    }

    /** The reason without Gson's class names and advice to programmers. */
    private static String reason(JsonParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return GSON_ADVICE.matcher(cause.getMessage()).replaceFirst("");
    }

    private static void check(PointResult result) {
        require(require(require(result, "points").point(), "point").pattern(), "pattern");
        for (CompetitorResult competitor : require(result.competitors(), "competitors")) {
            require(require(competitor, "competitors").name(), "name");
            require(competitor.kind(), "kind");
            require(competitor.description(), "description");
            require(competitor.samples(), "samples").forEach(sample -> require(sample, "samples"));
        }
    }

    private static <T> T require(T part, String name) {
        if (part == null) {
            throw new JsonParseException("a part is missing: " + name);
        }
        return part;
    }

    /** Enumerations in lower case with hyphens. */
    private static final class NameAdapter<E extends Enum<E>> extends TypeAdapter<E> {
        private final Map<String, E> constants;

        NameAdapter(E[] values) {
            constants = List.of(values).stream().collect(Collectors.toMap(NameAdapter::name, Function.identity()));
        }

        static String name(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public void write(JsonWriter out, E value) throws IOException {
            out.value(name(value));
        }

        @Override
        public E read(JsonReader in) throws IOException {
            String name = in.nextString();
            E constant = constants.get(OLD_NAMES.getOrDefault(name, name));
            if (constant == null) {
                throw new JsonParseException("'" + name + "' is not one of " + constants.keySet());
            }
            return constant;
        }
    }

    /** The figures of a sample, with the names of {@link Sample}'s text form. */
    private static final class SampleAdapter extends TypeAdapter<Sample> {
        @Override
        public void write(JsonWriter out, Sample sample) throws IOException {
            out.beginObject();
            for (String field : sample.toString().split(" ")) {
                int equals = field.indexOf('=');
                String value = field.substring(equals + 1);
                out.name(field.substring(0, equals));
                if (Character.isLetter(value.charAt(0))) {
                    out.value(value);
                } else {
                    out.value(Double.parseDouble(value));
                }
            }
            out.endObject();
        }

        @Override
        public Sample read(JsonReader in) throws IOException {
            StringBuilder line = new StringBuilder();
            in.beginObject();
            while (in.peek() != JsonToken.END_OBJECT) {
                String name = in.nextName();
                if (Sample.hasField(name)) {
                    line.append(name).append('=').append(in.nextString()).append(' ');
                } else {
                    in.skipValue(); // a field of a later version
                }
            }
            in.endObject();
            try {
                return Sample.parse(line.toString());
            } catch (IllegalArgumentException e) {
                throw new JsonParseException(e.getMessage(), e);
            }
        }
    }
}
