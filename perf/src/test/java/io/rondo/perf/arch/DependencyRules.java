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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The directions of dependencies below a root package: the project's, or that of fixtures which break every rule. */
final class DependencyRules {
    /** Inside core, from the bottom: each may use those before it. */
    private static final List<String> CORE = List.of("layout", "memory", "os", "wait", "sync", "ring", "segment");

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
        // The exceptions of core are part of the API.
        modulesOnly("examples", module("client"), root + ".core");
        modulesOnly("broker", module("client"), module("core"), module("codecs"));
        modulesOnly("cli", module("broker"), module("examples"), module("client"), module("core"), module("codecs"));
        rule("no other module uses perf", noClasses().that().resideOutsideOfPackage(module("perf")).should()
                .dependOnClassesThat().resideInAPackage(module("perf")));
    }

    private void only(String module, String... allowed) {
        rule(module + " uses nothing but " + List.of(allowed),
                // The stress tests of what a package keeps to itself are in that package.
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
        rule("core.memory does not use layout", noClasses().that().resideInAPackage(inCore("memory")).should()
                .dependOnClassesThat().resideInAPackage(inCore("layout")));
        rule("core's exceptions use no other package", noClasses().that().resideInAPackage(root + ".core").should()
                .dependOnClassesThat().resideInAPackage(root + ".core.*.."));
        rule("core has no cycles", slices().matching(root + ".core.(**)").should().beFreeOfCycles());
    }

    private void memory() {
        rule("VarHandles only in core.memory", noClasses().that().resideInAPackage(module("core")).and()
                .resideOutsideOfPackage(inCore("memory")).should().dependOnClassesThat()
                .areAssignableTo(VarHandle.class));
        rule("mapped files only in core.memory", noClasses().that().resideInAPackage(module("core")).and()
                .resideOutsideOfPackage(inCore("memory")).should().callMethodWhere(mapsAFile()));
        rule("native calls only in core.memory and core.os", noClasses().that().resideInAPackage(module("core")).and()
                .resideOutsideOfPackages(inCore("memory"), inCore("os")).should().dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker"));
    }

    private void agrona() {
        rule("core uses Agrona's interfaces and helpers only",
                noClasses().that().resideInAPackage(module("core")).should()
                        .dependOnClassesThat(resideInAPackage(AGRONA).and(not(describe("interfaces and helpers",
                                type -> type.isInterface() || AGRONA_HELPERS.contains(type.getName())
                                        || type.getName().equals(BUFFER_UTIL))))));
        rule("no class of Agrona that needs a JVM flag", noClasses().that()
                .resideInAnyPackage(module("codecs"), module("core"), module("client")).and()
                .resideOutsideOfPackage(inCore("memory")).should().dependOnClassesThat(flags.needed()));
        rule("core.memory uses BufferUtil, and nothing else that needs a JVM flag", noClasses().that()
                .resideInAPackage(inCore("memory")).should().dependOnClassesThat(
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
