/** Support for JUnit tests of applications that use Rondo: {@link io.rondo.testing.RondoTest}. */
package io.rondo.testing;
