/** SBE messages that are encoded and decoded in place. */
package io.rondo.examples.inplace;
