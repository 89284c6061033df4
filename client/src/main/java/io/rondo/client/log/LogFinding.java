package io.rondo.client.log;

/**
 * Something that verification found.
 *
 * @param kind class of the finding
 * @param file path of the file
 * @param firstSequence first message concerned; 0 if none is
 * @param lastSequence last message concerned; less than the first if none is
 * @param text what was found
 */
public record LogFinding(Kind kind, String file, long firstSequence, long lastSequence, String text) {
    /** Classes of findings. */
    public enum Kind {
        /** The log states that it lacks messages. */
        GAP(false),
        /** Records are damaged: their messages are lost. */
        DAMAGED(true),
        /** Messages are missing between two files. */
        MISSING(true),
        /** A header, or the length of a file, is wrong. */
        HEADER(true),
        /** A file is no log file, of a later version, or of another log. */
        FOREIGN(true),
        /** The last record is not whole: it is being written, or was when its writer died. */
        INCOMPLETE(false),
        /** A timestamp is less than the one before. */
        TIMESTAMP(true),
        /** Recovery moved a file aside. */
        MOVED_ASIDE(false);

        private final boolean failure;

        Kind(boolean failure) {
            this.failure = failure;
        }

        /** Returns whether the log is not as it should be. */
        public boolean isFailure() {
            return failure;
        }
    }
}
