package io.rondo.codecs.session;

/** Checks of what a frame contains. Each failed one is a {@link SessionException} that names the field and the value. */
final class FrameChecks {
    private FrameChecks() {}

    /** A message of a later version may have a longer block, never a shorter one. */
    static void requireBlock(String message, int blockLength, int least, int left) {
        if (blockLength < least) {
            throw new SessionException(message + " block length " + blockLength + " is less than " + least);
        }
        if (blockLength > left) {
            throw new SessionException(message + " block length " + blockLength + " leaves the frame, where " + left
                    + " bytes follow the SBE header");
        }
    }

    static void requireWhole(String message, int blockLength, int least, int left) {
        requireBlock(message, blockLength, least, left);
        if (left > blockLength) {
            throw new SessionException(message + " is followed by " + (left - blockLength)
                    + " bytes in its frame: nothing belongs there");
        }
    }

    static void requireCount(String field, long value) {
        if (value < 0) {
            throw new SessionException(field + " " + value + " is negative");
        }
    }

    static void requireVersion(String field, int value) {
        if (value < 1) {
            throw new SessionException(field + " " + value + " is below 1, the first");
        }
    }

    static Boolean choice(String yes, boolean isYes, String no, boolean isNo) {
        if (isYes && isNo) {
            throw new SessionException("Hello features has both " + yes + " and " + no);
        }
        return isYes || isNo ? isYes : null;
    }

    static Integer orNull(int value, int nullValue) {
        return value == nullValue ? null : value;
    }

    static SessionException unknown(String field, int value) {
        return new SessionException(field + " " + value + " is not known");
    }

    static SessionException endsInside(String field, int left) {
        return new SessionException("the frame ends inside the length of " + field + ", " + left
                + " bytes after the SBE header or the block");
    }

    static SessionException wrongLength(String field, long length, int after) {
        return new SessionException(field + " length " + length + " does not end where the frame does, which has "
                + after + " bytes for it");
    }
}
