package io.rondo.perf.report;

import java.util.List;

/** The same colour for the same contestant in every chart; the style sheet knows the colours. */
final class Palette {
    private static final List<String> KNOWN = List.of("rondo-spsc", "rondo-mpsc", "rondo-topic", "rondo-spsc-default",
            "rondo-mpsc-default", "rondo-spsc-park", "rondo-mpsc-park", "agrona-spsc", "agrona-mpsc", "aeron-ipc",
            "aeron-ipc-shared", "chronicle", "uds", "netty", "pipe", "rondo-socket", "rondo-socket-park",
            "rondo-socket-spin");
    private static final String LIMIT = "limit";

    private Palette() {}

    /** Class of the style sheet: {@code k0} to {@code k17}, or that of the limit. */
    static String style(String contestant, boolean isLimit) {
        int index = KNOWN.indexOf(contestant);
        return isLimit ? LIMIT : "k" + (index >= 0 ? index : Math.floorMod(contestant.hashCode(), KNOWN.size()));
    }
}
