package io.rondo.client.socket.connection;

import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhHandler;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.buffer.SegmentBuffer;
import org.agrona.DirectBuffer;

/**
 * Hands out the frames of a connection in order. A frame that was read at once is handed out in place; one that spans two
 * reads, or was refused, is collected in a {@link SofhDeframer} before. For one thread at a time.
 */
final class FrameReader {
    private final Frames frames;
    private final SofhDeframer collected;
    private final SofhHandler onCollected = this::onCollected;
    private final SegmentBuffer view = new SegmentBuffer();
    private byte[] viewedArray;

    /** Takes frames. */
    @FunctionalInterface
    interface Frames {
        /**
         * Takes the payload of a frame.
         *
         * @param buffer valid until this method returns
         * @return false to be offered the same frame by the next call of {@link #read}
         */
        boolean onFrame(DirectBuffer buffer, int offset, int length, int encodingType);
    }

    /**
     * Begins at a frame's first byte.
     *
     * @param maxPayloadLength longest payload to accept, in bytes
     */
    FrameReader(int maxPayloadLength, Frames frames) {
        this.frames = frames;
        collected = new SofhDeframer(maxPayloadLength);
    }

    /** Changes the longest payload to accept, for all frames that were not handed out. */
    void limit(int longest) {
        collected.limit(longest);
    }

    /**
     * Hands out a refused frame and those that are whole with these bytes, which are the next ones of the stream, and keeps the others.
     *
     * @return false if one was refused
     * @throws io.rondo.codecs.sofh.SofhException if a frame's length is invalid
     */
    boolean read(DirectBuffer bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (collected.buffered() > 0) {
            int piece = Math.min(collected.missing(), end - at);
            keep(bytes, at, piece);
            at += piece;
            if (!collected.drain(onCollected)) {
                keep(bytes, at, end - at);
                return false;
            }
            if (at == end) {
                return true;
            }
        }
        while (end - at >= SofhHeader.LENGTH) {
            int payload = collected.payloadLength(bytes, at);
            if (payload > end - at - SofhHeader.LENGTH) {
                break;
            }
            if (!frames.onFrame(bytes, at + SofhHeader.LENGTH, payload, SofhHeader.encodingType(bytes, at))) {
                keep(bytes, at, end - at);
                return false;
            }
            at += SofhHeader.LENGTH + payload;
            collected.passed(SofhHeader.LENGTH + payload);
        }
        keep(bytes, at, end - at);
        return true;
    }

    /** Keeps the next bytes of the stream, while a frame is refused. */
    void keep(DirectBuffer bytes, int offset, int length) {
        if (length > 0) {
            collected.reserve(length);
            bytes.getBytes(offset, collected.array(), collected.writeIndex(), length);
            collected.wrote(length);
        }
    }

    private boolean onCollected(byte[] buffer, int offset, int length, int encodingType) {
        if (buffer != viewedArray) {
            viewedArray = buffer;
            view.wrap(buffer);
        }
        return frames.onFrame(view, offset, length, encodingType);
    }
}
