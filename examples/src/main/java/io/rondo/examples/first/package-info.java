/** Two programs of a file each: one publishes a message, the other receives it. */
package io.rondo.examples.first;
