package io.rondo.client.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.rondo.client.support.SeccompFilter;
import io.rondo.core.os.FutexVector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Refuses {@code futex_waitv(2)} to itself, runs test classes, and prints each result. */
final class WaitSetFallbackMain {
    private WaitSetFallbackMain() {}

    /** The arguments are names of classes. */
    public static void main(String[] arguments) {
        SeccompFilter.refuse(SeccompFilter.FUTEX_WAITV);
        System.out.println("futex_waitv " + (FutexVector.isAvailable() ? "works" : "is refused"));
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        for (String name : arguments) {
            request.selectors(selectClass(name));
        }
        run(request.build());
        System.out.println("end");
    }

    private static void run(LauncherDiscoveryRequest request) {
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                    System.out.println("failed " + test.getUniqueId());
                    result.getThrowable().ifPresent(Throwable::printStackTrace);
                } else if (test.isTest()) {
                    System.out.println("passed " + test.getUniqueId());
                }
            }
        });
    }
}
