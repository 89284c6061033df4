/** What the tests of the log share. */
package io.rondo.broker.log.testkit;
