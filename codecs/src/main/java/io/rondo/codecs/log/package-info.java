/** The format of the log: names and headers of its files, offsets of its frames (docs/formats/log.md). */
package io.rondo.codecs.log;
