package io.rondo.containers;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Disables the container tests where containers cannot be started, unless they are required. */
final class DockerCondition implements ExecutionCondition {
    private static final boolean REQUIRED = "required".equals(System.getenv("CONTAINER_TESTS"));
    private static String missing;
    private static boolean examined;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String reason = missing();
        if (reason == null) {
            return ConditionEvaluationResult.enabled("containers can be started");
        }
        if (REQUIRED) {
            throw new IllegalStateException("CONTAINER_TESTS is required, but " + reason);
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private static synchronized String missing() {
        if (!examined) {
            examined = true;
            missing = BaseImages.missing();
            if (missing != null && !REQUIRED) {
                System.err.println("NOTICE: the container tests are skipped: " + missing);
            }
        }
        return missing;
    }
}
