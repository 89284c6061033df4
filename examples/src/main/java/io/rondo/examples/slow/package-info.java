/** A topic with a consumer that does not keep up. */
package io.rondo.examples.slow;
