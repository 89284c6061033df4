/** The layout of a segment: offsets, constants and bit fields. No memory access. */
package io.rondo.core.layout;
