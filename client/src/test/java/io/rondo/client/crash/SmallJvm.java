package io.rondo.client.crash;

import java.util.List;

/** Flags of a small JVM that starts fast and leaves no file behind when it is killed. */
public final class SmallJvm {
    public static final List<String> FLAGS = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

    private SmallJvm() {}
}
