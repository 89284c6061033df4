package io.rondo.cli.doctor;

import io.rondo.cli.runtime.Terminal;
import io.rondo.cli.runtime.Terminal.Color;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results of all checks as text: one line per group, its checks where they matter, and a summary. */
final class DoctorText {
    private final Terminal terminal;
    private final boolean verbose;
    private final StringBuilder text = new StringBuilder();

    /**
     * Starts an empty text.
     *
     * @param terminal where the text is written to
     * @param verbose whether to print checks without a finding to act on, too
     */
    DoctorText(Terminal terminal, boolean verbose) {
        this.terminal = terminal;
        this.verbose = verbose;
    }

    /** All lines. */
    String of(List<Check> checks) {
        for (Group group : Group.values()) {
            List<Check> members = checks.stream().filter(check -> check.group() == group).toList();
            if (!members.isEmpty()) {
                add(group, members);
            }
        }
        return text.append(summary(checks)).toString();
    }

    private void add(Group group, List<Check> checks) {
        Check.Status worst = checks.stream().map(Check::status).max(Comparator.naturalOrder()).orElseThrow();
        line(worst, "", group.label(), checks.stream().map(Check::name).collect(Collectors.joining(", ")));
        for (Check check : checks) {
            if (verbose || check.status() != Check.Status.OK) {
                line(check.status(), "      ", check.name(), check.finding() + ": " + check.meaning());
                if (check.remedy() != null) {
                    text.append(" ".repeat(27)).append("remedy: ").append(check.remedy()).append('\n');
                }
            }
        }
    }

    private void line(Check.Status status, String indent, String label, String rest) {
        String line = String.format(Locale.ROOT, "%s%-4s  %-13s  %s", indent, word(status), label, rest);
        text.append(terminal.paint(color(status), line)).append('\n');
    }

    private String summary(List<Check> checks) {
        long failed = count(checks, Check.Status.FAIL);
        long warned = count(checks, Check.Status.WARN);
        Check.Status worst = failed > 0 ? Check.Status.FAIL : warned > 0 ? Check.Status.WARN : Check.Status.OK;
        String counts = worst == Check.Status.OK
                ? "all " + checks.size() + " checks passed"
                : checks.size() + " checks: " + failed + " failed, " + warned
                        + (warned == 1 ? " warning" : " warnings");
        return terminal.paint(color(worst), counts) + (verbose ? "" : "; details: rondo doctor -v") + "\n";
    }

    private static long count(List<Check> checks, Check.Status status) {
        return checks.stream().filter(check -> check.status() == status).count();
    }

    /** The status as text and JSON name it. */
    static String word(Check.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Color color(Check.Status status) {
        return switch (status) {
            case OK -> Color.GREEN;
            case WARN -> Color.YELLOW;
            case FAIL -> Color.RED;
        };
    }
}
