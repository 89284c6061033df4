package io.rondo.client.log;

import java.util.List;

/**
 * The result of a verification.
 *
 * @param files number of files
 * @param bytes length of all files
 * @param messages number of valid messages
 * @param firstSequence oldest sequence of the log; 0 if there is no file
 * @param lastSequence last sequence of the log; less than the first if it has none
 * @param findings what was found, in the order of the log
 */
public record LogVerification(int files, long bytes, long messages, long firstSequence, long lastSequence,
        List<LogFinding> findings) {
    /** Returns whether nothing is wrong. Gaps that the log states are not wrong. */
    public boolean isIntact() {
        return findings.stream().noneMatch(finding -> finding.kind().isFailure());
    }
}
