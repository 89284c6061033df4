package io.rondo.perf.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Order(1)
class DependencyTest {
    private static final AgronaFlags FLAGS = new AgronaFlags();

    private static final Map<String, ArchRule> RULES = new DependencyRules("io.rondo", FLAGS).all();

    private static final String FIXTURES = "io.rondo.perf.fixture";
    private static final Map<String, ArchRule> FIXTURE_RULES = new DependencyRules(FIXTURES, FLAGS).all();
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURES);

    static Collection<String> rules() {
        return RULES.keySet();
    }

    static Collection<String> fixtureRules() {
        return FIXTURE_RULES.keySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theProjectObeys(String rule) {
        RULES.get(rule).check(Project.CLASSES);
    }

    @ParameterizedTest
    @MethodSource("fixtureRules")
    void aFixtureViolates(String rule) {
        assertThat(FIXTURE_RULES.get(rule).evaluate(BROKEN).hasViolation()).as(rule).isTrue();
    }

    @Test
    void theClassesOfTheProjectAreImported() {
        assertThat(Project.CLASSES).extracting(type -> type.getPackageName()).contains("io.rondo.core.layout",
                "io.rondo.client",
                "io.rondo.perf");
    }

    @Test
    void agronaClassesThatNeedAFlagAreFound() {
        assertThat(FLAGS.names())
                .contains("org.agrona.BufferUtil", "org.agrona.concurrent.UnsafeBuffer",
                        "org.agrona.ExpandableArrayBuffer",
                        "org.agrona.concurrent.ManyToOneConcurrentArrayQueue")
                .doesNotContain("org.agrona.DirectBuffer", "org.agrona.MutableDirectBuffer", "org.agrona.AsciiEncoding",
                        "org.agrona.concurrent.IdleStrategy");
    }
}
