/** Support for JUnit tests of applications that use Rondo. */
module io.rondo.testing {
    requires transitive io.rondo.client;
    requires io.rondo.core;
    requires transitive org.junit.jupiter.api;

    exports io.rondo.testing;
}
