package io.rondo.cli.check;

/**
 * Two limits of a figure.
 *
 * @param warning from which the result is a warning; null for none
 * @param critical from which the result is critical; null for none
 * @param below whether a lower figure is worse
 */
record Limits(Double warning, Double critical, boolean below) {
    /** Returns how severe a figure is. */
    Severity of(double value) {
        if (exceeds(value, critical)) {
            return Severity.CRITICAL;
        }
        return exceeds(value, warning) ? Severity.WARNING : Severity.OK;
    }

    private boolean exceeds(double value, Double limit) {
        return limit != null && (below ? value < limit : value >= limit);
    }

    /** Returns the limits as performance data has them. */
    String ranges() {
        return range(warning) + ";" + range(critical);
    }

    private String range(Double limit) {
        return limit == null ? "" : CheckReport.number(limit) + (below ? ":" : "");
    }
}
