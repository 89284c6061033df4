package io.rondo.perf.arch;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Agrona's classes that fail without {@code --add-opens java.base/jdk.internal.misc}: those that use its {@code
 * UnsafeApi}, directly or indirectly. They are found in Agrona's class files, so that an upgrade is covered.
 */
final class AgronaFlags {
    private static final String UNSAFE = "org.agrona.UnsafeApi";

    private final Set<String> needed;

    AgronaFlags() {
        needed = new ClassFileImporter().importPackages("org.agrona").stream().filter(AgronaFlags::reachesUnsafe)
                .map(JavaClass::getName).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean reachesUnsafe(JavaClass type) {
        return type.getName().equals(UNSAFE) || type.getTransitiveDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass).anyMatch(target -> target.getName().equals(UNSAFE));
    }

    Set<String> names() {
        return needed;
    }

    DescribedPredicate<JavaClass> needed() {
        return DescribedPredicate.describe("need a JVM flag", type -> needed.contains(type.getName()));
    }
}
