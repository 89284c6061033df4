package io.rondo.broker.bridge.aeron;

import io.aeron.exceptions.AeronException;

/** Texts of Aeron's errors. */
public final class AeronErrors {
    private AeronErrors() {}

    /** Returns the message of a failure without the category before it. */
    public static String message(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        if (failure instanceof AeronException) {
            for (AeronException.Category category : AeronException.Category.values()) {
                String prefix = category.name() + " - ";
                if (message.startsWith(prefix)) {
                    return message.substring(prefix.length());
                }
            }
        }
        return message;
    }

    /** Returns whether Aeron reports a state that it handles itself. */
    public static boolean isWarning(Throwable failure) {
        return failure instanceof AeronException aeron && aeron.category() == AeronException.Category.WARN;
    }
}
