/** An application that a JUnit test runs on channels of its own. */
package io.rondo.examples.embedded;
