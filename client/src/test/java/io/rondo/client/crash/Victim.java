package io.rondo.client.crash;

import java.nio.file.Path;

/** A program that dies on a thread of a {@link VictimJvm}. Has a constructor without parameters. */
public interface Victim {
    /** Runs it on a channel of a directory. */
    void run(Path directory, String channel, String... arguments) throws Exception;
}
