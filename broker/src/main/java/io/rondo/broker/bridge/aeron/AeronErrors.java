package io.rondo.broker.bridge.aeron;

import io.aeron.exceptions.AeronException;
import java.util.regex.Pattern;

/** Texts of Aeron's errors. */
public final class AeronErrors {
    /** What a driver puts around the reason: the class of its exception, the method of the JDK, the error code. */
    private static final Pattern WRAPPING = Pattern
            .compile(
                    "^[\\w.$]+(Exception|Error) : (\\w+ - )?| \\(at java\\.base/[^()]*\\([^()]*\\)\\)|, errorCodeValue=\\d+$");

    private AeronErrors() {}

    /** Returns the reason of a failure without what Aeron puts around it. */
    public static String message(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        if (failure instanceof AeronException) {
            for (AeronException.Category category : AeronException.Category.values()) {
                String prefix = category.name() + " - ";
                if (message.startsWith(prefix)) {
                    message = message.substring(prefix.length());
                }
            }
            return WRAPPING.matcher(message).replaceAll("");
        }
        return message;
    }

    /** Returns whether Aeron reports a state that it handles itself. */
    public static boolean isWarning(Throwable failure) {
        return failure instanceof AeronException aeron && aeron.category() == AeronException.Category.WARN;
    }
}
