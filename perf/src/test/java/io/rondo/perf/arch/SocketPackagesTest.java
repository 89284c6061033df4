package io.rondo.perf.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dependency directions of the packages of sockets. */
class SocketPackagesTest {
    private static final String ROOT = "io.rondo.client.socket";

    private static String name(String role) {
        return ROOT + "." + role;
    }

    @ParameterizedTest
    @CsvSource({"files, session connection peer owner", "session, files connection peer owner",
        "connection, files peer owner", "peer, files owner", "owner, peer", "owner.work, peer",
        "session.work, files connection peer owner"})
    void aPackageDoesNotUse(String role, String forbidden) {
        String[] packages = List.of(forbidden.split(" ")).stream().map(SocketPackagesTest::name)
                .toArray(String[]::new);
        noClasses().that().resideInAPackage(name(role)).should().dependOnClassesThat().resideInAnyPackage(packages)
                .check(Project.CLASSES);
    }

    @Test
    void noRoleUsesTheEntryPackage() {
        noClasses().that().resideInAPackage(ROOT + ".*").should().dependOnClassesThat().resideInAPackage(ROOT)
                .check(Project.CLASSES);
    }

    @Test
    void sessionAndFilesDoNotUseNetty() {
        noClasses().that().resideInAnyPackage(name("session"), name("session.work"), name("files")).should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..").check(Project.CLASSES);
    }
}
