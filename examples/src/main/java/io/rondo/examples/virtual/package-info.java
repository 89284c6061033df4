/** Publishers and a subscriber on virtual threads. */
package io.rondo.examples.virtual;
