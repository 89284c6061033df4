package io.rondo.client.crash;

import java.util.List;

/** How a JVM is started that does not live long: small, soon there, and without a file that outlives its death. */
final class SmallJvm {
    static final List<String> FLAGS = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
            "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

    private SmallJvm() {}
}
