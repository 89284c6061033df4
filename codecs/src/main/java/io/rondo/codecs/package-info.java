/** Placeholder. */
package io.rondo.codecs;
