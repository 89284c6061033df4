package io.rondo.client.log;

/**
 * Whole frames of one log file.
 *
 * @param file name of the file
 * @param position of the first frame
 * @param length of the frames in bytes
 * @param sequences how many sequences they cover
 */
public record FrameRange(String file, int position, int length, long sequences) {}
