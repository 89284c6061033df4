/** Walks over the records of a ring without taking part, while producers may overwrite them. */
package io.rondo.core.ring.scan;
