package io.rondo.client.docs;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.support.Messages;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * Compiles the Java examples of a document and runs each: {@code document class-directory empty|full}. The examples use
 * a queue {@code orders} and the fields of {@link #CLASS}.
 */
final class ExampleMain {
    private static final Pattern MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);
    private static final String CLASS = """
            import io.rondo.client.*;
            import io.rondo.codecs.control.*;
            import java.time.Duration;
            import org.agrona.*;

            public class Example {
                static final int length = 200;
                static final MutableDirectBuffer buffer = Buffers.allocate(length);
                static final AckEncoder encoder = new AckEncoder();
                static final MessageHeaderEncoder header = new MessageHeaderEncoder();

                static void use(DirectBuffer message, int offset, int size) {
                    message.boundsCheck(offset, size);
                }

                public static void run() throws Exception {
            %s
                }
            }
            """;

    private ExampleMain() {}

    public static void main(String[] arguments) throws Exception {
        Path document = Path.of(arguments[0]);
        int number = 0;
        for (String example : examples(document)) {
            number++;
            Path directory = Files.createDirectory(Path.of(arguments[1], arguments[2] + number));
            Class<?> compiled = compile(example, directory);
            try (Rondo rondo = Rondo.connect(); Publisher orders = rondo.publisher("orders")) {
                if (arguments[2].equals("full")) {
                    Messages.fill(orders);
                }
                compiled.getMethod("run").invoke(null);
            }
            System.out.println("ran example " + number);
        }
    }

    private static List<String> examples(Path document) throws Exception {
        String text = Files.readString(document);
        if (document.toString().endsWith(".md")) {
            return MARKDOWN.matcher(text).results().map(ExampleMain::code).toList();
        }
        return JAVADOC.matcher(text).results().map(ExampleMain::code)
                .map(code -> code.replaceAll("(?m)^ *\\* ?", "")).toList();
    }

    private static String code(MatchResult result) {
        return result.group(1);
    }

    private static Class<?> compile(String example, Path directory) throws Exception {
        Path source = directory.resolve("Example.java");
        Files.writeString(source, CLASS.formatted(example));
        int result = ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err, "-proc:none", "-d",
                directory.toString(), "-cp", System.getProperty("java.class.path"), source.toString());
        if (result != 0) {
            throw new AssertionError("does not compile: " + example);
        }
        return new URLClassLoader(new URL[]{directory.toUri().toURL()}).loadClass("Example");
    }
}
