/** What can be said about channels by looking at them from outside. */
package io.rondo.cli.stat;
