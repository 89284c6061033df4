package io.rondo.client.socket.session;

import java.nio.channels.FileChannel;

/**
 * Whole frames in a file.
 *
 * @param file open for reading; closed after the range was sent
 * @param position of the first frame
 * @param length of the frames in bytes
 */
public record FileRange(FileChannel file, long position, int length) {}
