package io.rondo.cli.support;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** An output that tells a listener of each line, on the thread that writes it. */
public final class LineListener extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> listener;

    public LineListener(Consumer<String> listener) {
        this.listener = listener;
    }

    @Override
    public void write(int b) {
        if (b == '\n') {
            String text = line.toString(StandardCharsets.ISO_8859_1);
            line.reset();
            listener.accept(text);
        } else {
            line.write(b);
        }
    }
}
