package io.rondo.codecs.sofh;

/** Receives the messages a {@link SofhDeframer} finds. */
@FunctionalInterface
public interface SofhHandler {
    /**
     * Called once per frame, on the thread that drains. The array is the deframer's: valid until this method returns, not to
     * be changed.
     *
     * @param buffer holds the message
     * @param offset index of its first byte
     * @param length its length in bytes, from 0; the frame's header is not counted
     * @param encodingType as the frame gives it, 0 to 65,535; {@link SofhHeader#SBE_LITTLE_ENDIAN} for SBE
     * @return true if the message was taken; false for not now: the same frame is offered again at the next drain
     */
    boolean onMessage(byte[] buffer, int offset, int length, int encodingType);
}
