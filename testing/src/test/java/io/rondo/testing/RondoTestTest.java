package io.rondo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What {@link RondoTest} gives to a test, and what it finds afterwards. */
class RondoTestTest {
    /** The result of a test method below: null if it passed. */
    private static Throwable run(String name) {
        Method method = Stream.of(Samples.class.getDeclaredMethods()).filter(each -> each.getName().equals(name))
                .findFirst().orElseThrow();
        List<Throwable> failures = new ArrayList<>();
        List<String> tests = new ArrayList<>();
        LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Samples.class, method)).build(), new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        result.getThrowable().ifPresent(failures::add);
                        if (test.isTest()) {
                            tests.add(test.getDisplayName());
                        }
                    }
                });
        assertThat(tests).hasSize(1);
        assertThat(failures).hasSizeLessThan(2);
        return failures.isEmpty() ? null : failures.getFirst();
    }

    @Test
    void aTestThatClosesItsEndpointsPassesAndLeavesNoDirectory() {
        Samples.directory = null;
        assertThat(run("closes")).isNull();
        assertThat(Samples.directory).isNotNull().doesNotExist();
    }

    @Test
    void anEndpointThatIsLeftOpenFailsTheTestAndIsNamed() {
        assertThat(run("leavesAPublisher")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("an open producer of channel orders");
        assertThat(run("leavesAnotherConnection")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("an open consumer of channel prices");
        Samples.other.close();
    }

    @Test
    void aFileThatIsNoChannelsFailsTheTest() {
        assertThat(run("leavesAFile")).isInstanceOf(AssertionError.class).hasMessageContaining("file .new-x");
    }

    @Test
    void theFailureOfATestComesBeforeWhatItLeft() {
        Throwable failure = run("failsWithAnOpenPublisher");
        assertThat(failure).hasMessage("of the test");
        assertThat(failure.getSuppressed()).hasSize(1);
    }

    @Test
    void aThreadThatDoesNotEndIsNamed() throws InterruptedException {
        Thread stays = Thread.ofPlatform().daemon().name("rondo-of-this-test").start(() -> {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // The end of the test.
            }
        });
        try {
            assertThat(run("closes")).isInstanceOf(AssertionError.class).hasMessageContaining("rondo-of-this-test");
        } finally {
            stays.interrupt();
            stays.join();
        }
    }

    /** Not run by the build, because its name does not end in Test. */
    @RondoTest
    static final class Samples {
        private static Path directory;
        private static Rondo other;
        private Rondo before;

        @BeforeEach
        void keep(Rondo rondo) {
            before = rondo;
        }

        @AfterEach
        void theConnectionIsStillOpen(Rondo rondo) {
            assertThat(rondo).isSameAs(before);
            rondo.queue("after").publisher().close();
        }

        @Test
        void closes(Rondo rondo, RondoConfig config, Path channels, @TempDir Path temporary) {
            directory = channels;
            assertThat(rondo).isSameAs(before);
            assertThat(channels).isNotEqualTo(temporary).isDirectory();
            try (Rondo second = Rondo.connect(config);
                    Subscriber in = rondo.queue("orders").subscriber();
                    Publisher out = second.queue("orders").publisher()) {
                out.publish(new byte[3]);
                assertThat(in.poll((buffer, offset, length) -> assertThat(length).isEqualTo(3), 1)).isOne();
            }
        }

        @Test
        void leavesAPublisher(Rondo rondo) {
            rondo.queue("orders").publisher();
        }

        @Test
        void leavesAnotherConnection(RondoConfig config) {
            other = Rondo.connect(config);
            other.topic("prices").subscriber();
        }

        @Test
        void leavesAFile(Path channels) throws IOException {
            Files.createFile(channels.resolve(".new-x"));
        }

        @Test
        void failsWithAnOpenPublisher(Rondo rondo) {
            rondo.queue("orders").publisher();
            throw new IllegalStateException("of the test");
        }
    }
}
