/** Mapping of files into memory. */
package io.rondo.core.mapping;
