/** Calls of C library functions through the foreign function interface. */
package io.rondo.core.foreign;
