/** Frames on a stream of bytes: the FIX Simple Open Framing Header. */
package io.rondo.codecs.sofh;
