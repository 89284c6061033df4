package io.rondo.perf.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dependency rules below a root package: that of the project, or that of fixtures which break every rule. */
final class DependencyRules {
    /** Inside core, from the bottom: each may use those before it. */
    private static final List<String> CORE = List.of("layout", "foreign", "memory", "mapping", "buffer", "os", "wait",
            "sync",
            "ring", "segment");

    /** Packages at the bottom of core that do not know the layout of a segment. */
    private static final List<String> WITHOUT_LAYOUT = List.of("foreign", "memory", "mapping", "buffer");

    private static final String JAVA = "java..";
    private static final String AGRONA = "org.agrona..";
    private static final String BUFFER_UTIL = "org.agrona.BufferUtil";
    /** Static helpers and an exception of Agrona's buffer interfaces. */
    private static final Set<String> AGRONA_HELPERS = Set.of("org.agrona.AsciiEncoding",
            "org.agrona.AsciiNumberFormatException", "org.agrona.LangUtil");

    private final String root;
    private final AgronaFlags flags;
    private final Map<String, ArchRule> rules = new LinkedHashMap<>();

    DependencyRules(String root, AgronaFlags flags) {
        this.root = root;
        this.flags = flags;
        modules();
        layersOfCore();
        memory();
        agrona();
    }

    /** The rules by name. */
    Map<String, ArchRule> all() {
        return rules;
    }

    private void modules() {
        only("codecs", module("codecs"), AGRONA, JAVA);
        only("core", module("core"), AGRONA, JAVA);
        // jdk.net: credentials of a peer; com.sun.security.auth.module: uid of this process without a native call.
        only("client", module("client"), module("core"), module("codecs"), AGRONA, "io.netty..", "jdk.net..",
                "com.sun.security.auth.module..", JAVA);
        modulesOnly("testing", module("client"), module("core"));
        modulesOnly("examples", module("client"));
        modulesOnly("broker", module("client"), module("core"), module("codecs"));
        modulesOnly("cli", module("broker"), module("examples"), module("client"), module("core"), module("codecs"));
        rule("no other module uses perf", noClasses().that().resideOutsideOfPackage(module("perf")).should()
                .dependOnClassesThat().resideInAPackage(module("perf")));
    }

    private void only(String module, String... allowed) {
        rule(module + " uses nothing but " + List.of(allowed),
                // The stress tests of package-private classes are in the package of these classes.
                classes().that().resideInAPackage(module(module)).and().haveNameNotMatching(".*Stress.*").should()
                        .onlyDependOnClassesThat().resideInAnyPackage(allowed));
    }

    private void modulesOnly(String module, String... allowed) {
        rule(module + " uses no package of the project but " + List.of(allowed),
                noClasses().that().resideInAPackage(module(module)).should()
                        .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAPackage(module(module))))
                                .and(not(JavaClass.Predicates.resideInAnyPackage(allowed)))));
    }

    private void layersOfCore() {
        for (int i = 0; i < CORE.size() - 1; i++) {
            List<String> above = CORE.subList(i + 1, CORE.size());
            rule("core." + CORE.get(i) + " does not use " + above, noClasses().that()
                    .resideInAPackage(inCore(CORE.get(i))).should().dependOnClassesThat()
                    .resideInAnyPackage(above.stream().map(this::inCore).toArray(String[]::new)));
        }
        for (String name : WITHOUT_LAYOUT) {
            rule("core." + name + " does not use layout", noClasses().that().resideInAPackage(inCore(name)).should()
                    .dependOnClassesThat().resideInAPackage(inCore("layout")));
        }
        ringDoesNotUse("ring", "ring.scan", "ring.reader", "ring.writer", "ring.work");
        ringDoesNotUse("ring.scan", "ring.reader", "ring.writer", "ring.work");
        ringDoesNotUse("ring.reader", "ring.writer", "ring.work");
        ringDoesNotUse("ring.writer", "ring.reader", "ring.work");
        ringDoesNotUse("ring.work", "ring.writer");
        rule("core's exception uses no other package", noClasses().that().resideInAPackage(root + ".core").should()
                .dependOnClassesThat().resideInAPackage(root + ".core.*.."));
        rule("core has no cycles", slices().matching(root + ".core.(**)").should().beFreeOfCycles());
    }

    private void ringDoesNotUse(String name, String... others) {
        rule("core." + name + " does not use " + List.of(others), noClasses().that()
                .resideInAPackage(root + ".core." + name).should().dependOnClassesThat()
                .resideInAnyPackage(Arrays.stream(others).map(this::inCore).toArray(String[]::new)));
    }

    private void memory() {
        rule("VarHandles only in core.memory and core.foreign", noClasses().that().resideInAPackage(module("core"))
                .and().resideOutsideOfPackages(inCore("memory"), inCore("foreign")).should().dependOnClassesThat()
                .areAssignableTo(VarHandle.class));
        rule("no channel of the JDK maps a file in core", noClasses().that().resideInAPackage(module("core")).should()
                .callMethodWhere(mapsAFile()));
        rule("native calls only in core.foreign, core.mapping and core.os", noClasses().that()
                .resideInAPackage(module("core")).and()
                .resideOutsideOfPackages(inCore("foreign"), inCore("mapping"), inCore("os")).should()
                .dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker"));
    }

    private void agrona() {
        rule("core uses Agrona's interfaces and helpers only",
                noClasses().that().resideInAPackage(module("core")).should()
                        .dependOnClassesThat(resideInAPackage(AGRONA).and(not(describe("interfaces and helpers",
                                type -> type.isInterface() || AGRONA_HELPERS.contains(type.getName())
                                        || type.getName().equals(BUFFER_UTIL))))));
        rule("no class of Agrona that needs a JVM flag", noClasses().that()
                .resideInAnyPackage(module("codecs"), module("core"), module("client")).and()
                .resideOutsideOfPackage(inCore("buffer")).should().dependOnClassesThat(flags.needed()));
        rule("core.buffer uses BufferUtil, and nothing else that needs a JVM flag", noClasses().that()
                .resideInAPackage(inCore("buffer")).should().dependOnClassesThat(
                        flags.needed().and(not(describe("BufferUtil", type -> type.getName().equals(BUFFER_UTIL))))));
    }

    private static DescribedPredicate<JavaMethodCall> mapsAFile() {
        return describe("it maps a file",
                call -> call.getName().equals("map") && call.getTargetOwner().isAssignableTo(FileChannel.class));
    }

    private void rule(String name, ArchRule rule) {
        rules.put(name, rule.allowEmptyShould(true));
    }

    private String module(String name) {
        return root + "." + name + "..";
    }

    private String inCore(String name) {
        return root + ".core." + name + "..";
    }
}
