/** Agrona's buffer interfaces over a memory segment, without JVM flags. */
package io.rondo.core.buffer;
