package io.rondo.client.docs;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A Java example of a document. It may use the fields of {@link #CLASS}, and, without declaring them, {@code rondo}, a
 * {@code publisher} and a {@code subscriber} of the queue {@code orders}.
 *
 * @param origin the document and the number of the example in it, from 1
 * @param code the statements
 */
record ExampleCode(String origin, String code) {
    private static final Pattern MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);
    /** The first line of an example that is part of a file of the project. */
    private static final Pattern EXCERPT = Pattern.compile("// (\\S+\\.java)\n(.*)", Pattern.DOTALL);
    private static final String CLASS = """
            package %s;

            import io.rondo.client.*;
            import io.rondo.codecs.control.AckEncoder;
            import io.rondo.codecs.control.MessageHeaderEncoder;
            import java.lang.foreign.Arena;
            import java.nio.ByteBuffer;
            import java.time.Duration;
            import java.util.concurrent.locks.LockSupport;
            import org.agrona.*;

            public class Example {
                static final int length = 200;
                static final int maxLength = 400;
                static final MutableDirectBuffer buffer = Buffers.allocate(length);
                static final AckEncoder encoder = new AckEncoder();
                static final MessageHeaderEncoder header = new MessageHeaderEncoder();
                public static volatile boolean running = true;

                static int encode(MutableDirectBuffer message, int offset) {
                    message.setMemory(offset, length, (byte) 1);
                    return length;
                }

                static void use(DirectBuffer message, int offset, int size) {
                    message.boundsCheck(offset, size);
                    running = false;
                }

                public static void run() throws Exception {
            %s%s%s
                }
            }
            """;

    /** The examples of a Markdown file or of a source file's Javadoc. */
    static List<ExampleCode> in(Path document) throws IOException {
        String text = Files.readString(document);
        boolean markdown = document.toString().endsWith(".md");
        List<ExampleCode> examples = new ArrayList<>();
        (markdown ? MARKDOWN : JAVADOC).matcher(text).results().forEach(result -> {
            String code = markdown ? result.group(1) : result.group(1).replaceAll("(?m)^ *\\* ?", "");
            examples.add(new ExampleCode(Documents.ROOT.relativize(document) + " " + (examples.size() + 1), code));
        });
        return examples;
    }

    /** Those of all documents and of the API's Javadoc. */
    static List<ExampleCode> all() throws IOException {
        List<ExampleCode> examples = new ArrayList<>();
        for (Path document : Documents.all()) {
            examples.addAll(in(document));
        }
        try (Stream<Path> sources = Files.list(Documents.ROOT.resolve("client/src/main/java/io/rondo/client"))) {
            for (Path source : sources.filter(Files::isRegularFile).sorted().toList()) {
                examples.addAll(in(source));
            }
        }
        return examples;
    }

    /** Those that are programs of their own. */
    static List<ExampleCode> programs() throws IOException {
        return all().stream().filter(example -> example.excerptOf() == null).toList();
    }

    /** The file that this is part of; null if it is a program of its own. */
    Path excerptOf() {
        var excerpt = EXCERPT.matcher(code);
        return excerpt.matches() ? Documents.ROOT.resolve(excerpt.group(1)) : null;
    }

    /** This without the name of the file that it is part of. */
    String excerpt() {
        return code.substring(code.indexOf('\n') + 1);
    }

    /** Whether this has a subscriber, which no other one can replace. */
    boolean consumes() {
        return code.contains("subscriber");
    }

    /** Compiles examples together, each to a class {@code Example} with a method {@code run}, in a package of its own. */
    static void compile(List<ExampleCode> examples, Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> sources = new ArrayList<>();
            for (ExampleCode example : examples) {
                String name = packageOf(sources.size());
                sources.add(Files.writeString(Files.createDirectory(directory.resolve(name)).resolve("Example.java"),
                        CLASS.formatted(name, example.opening(), example.code, example.closing())));
                messages.append(name).append(" is ").append(example.origin).append('\n');
            }
            List<String> options = List.of("-proc:none", "-nowarn", "-d", directory.toString(), "-cp",
                    System.getProperty("java.class.path"));
            if (!compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new AssertionError("examples do not compile: " + messages);
            }
        }
    }

    /** Loads the class of the example with this index. */
    static Class<?> load(Path directory, int index) throws Exception {
        return new URLClassLoader(new URL[]{directory.toUri().toURL()}).loadClass(packageOf(index) + ".Example");
    }

    private static String packageOf(int index) {
        return "example" + index;
    }

    private String opening() {
        StringBuilder opening = new StringBuilder();
        if (!code.contains("Rondo rondo")) {
            opening.append("try (Rondo rondo = Rondo.connect()) {\n");
            if (code.contains("publisher.") && !code.contains("Publisher publisher")) {
                opening.append("Publisher publisher = rondo.queue(\"orders\").publisher();\n");
            }
            if (code.contains("subscriber.") && !code.contains("Subscriber subscriber")) {
                opening.append("Subscriber subscriber = rondo.queue(\"orders\").subscriber();\n");
            }
        }
        return opening.toString();
    }

    private String closing() {
        return code.contains("Rondo rondo") ? "" : "}\n";
    }
}
