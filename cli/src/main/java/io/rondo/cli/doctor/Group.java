package io.rondo.cli.doctor;

import java.util.Locale;

/** A group of checks, one line of {@code doctor}. In the order of the lines. */
public enum Group {
    /** Java, the platform and its cores. */
    MACHINE,
    /** System calls. */
    KERNEL,
    /** What separates the process from the host. */
    CONTAINER,
    /** The directory of channels and the memory behind it. */
    SHARED_MEMORY,
    /** The directory of sockets and their I/O. */
    SOCKETS,
    /** The transport that channels use. */
    TRANSPORT;

    /**
     * The name as it is printed.
     *
     * @return in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
