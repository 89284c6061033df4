package io.rondo.cli.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Lets lines of standard input pause and step a replay. An empty line pauses or continues it, or publishes one message while
 * it is stepped; a number publishes so many; {@code go} ends stepping, and {@code step} begins it. Thread-safe.
 */
final class ReplayControl {
    private static final int LONGEST_READ = 4096;
    /** The rest of a longer line is ignored: no command is so long. */
    private static final int LONGEST_LINE = 80;

    /** Messages that may be published now, while it is stepped. */
    private long steps;
    private boolean stepping;
    private boolean paused;
    private boolean inputEnded;

    /**
     * Creates a control.
     *
     * @param stepping whether it begins with steps
     */
    ReplayControl(boolean stepping) {
        this.stepping = stepping;
    }

    /** Reads lines on a thread of its own, until the input ends. */
    void readFrom(ReadableByteChannel input) {
        Thread.ofPlatform().daemon().name("rondo-replay-input").start(() -> {
            try {
                readLines(input);
            } catch (IOException e) {
                // The input is gone, as at its end.
            } finally {
                endInput();
            }
        });
    }

    /** A reader of the JDK waits for more than a line if the channel is that of a file, as standard input is. */
    private void readLines(ReadableByteChannel input) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_READ);
        StringBuilder line = new StringBuilder();
        while (input.read(buffer) >= 0) {
            for (buffer.flip(); buffer.hasRemaining();) {
                char character = (char) buffer.get();
                if (character == '\n') {
                    accept(line.toString().strip());
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE) {
                    line.append(character);
                }
            }
            buffer.clear();
        }
    }

    /** Does what a line says. */
    synchronized void accept(String line) {
        if (line.equals("go")) {
            stepping = false;
            paused = false;
        } else if (line.equals("step")) {
            stepping = true;
            steps = 0;
        } else if (line.matches("\\d{1,9}")) {
            steps += Long.parseLong(line);
        } else if (stepping) {
            steps++;
        } else {
            paused = !paused;
        }
        notifyAll();
    }

    /** No line will come: a replay that is stepped ends, one that is paused goes on. */
    synchronized void endInput() {
        inputEnded = true;
        paused = false;
        notifyAll();
    }

    /**
     * Waits until the next message may be published, and takes a step.
     *
     * @return false if no step will come, and the replay ends
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized boolean awaitTurn() throws InterruptedException {
        while (paused || stepping && steps == 0) {
            if (stepping && inputEnded) {
                return false;
            }
            wait();
        }
        steps = stepping ? steps - 1 : 0;
        return true;
    }

    /** Returns whether the next message is not due by its time alone. */
    synchronized boolean holds() {
        return paused || stepping;
    }

    /** Returns whether messages are published by steps, without their pace. */
    synchronized boolean isStepping() {
        return stepping;
    }
}
