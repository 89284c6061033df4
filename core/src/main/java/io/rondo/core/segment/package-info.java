/** Channels as files: create, attach, observe, watch and remove segments. */
package io.rondo.core.segment;
