package io.rondo.cli.format;

/** Reason for which a captured packet is skipped. */
enum SkipReason {
    NOT_IP("not IP"),
    NOT_UDP("not UDP"),
    FRAGMENT("IP fragment"),
    CUT_SHORT("cut short by the capture"),
    MALFORMED("malformed");

    private final String text;

    SkipReason(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
