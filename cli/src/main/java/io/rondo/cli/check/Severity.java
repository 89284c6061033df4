package io.rondo.cli.check;

/** The result of a check, in the order and with the exit codes of the plugins of Nagios and its successors. */
enum Severity {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN;

    int exitCode() {
        return ordinal();
    }
}
