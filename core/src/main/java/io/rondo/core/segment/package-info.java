/** Channels as files: creating, attaching, taking part, looking, removing. */
package io.rondo.core.segment;
