package io.rondo.core.buffer;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** Numbers in a given byte order, characters and floating-point numbers, in terms of the native integers. */
interface Numbers extends MutableDirectBuffer {
    @Override
    default short getShort(int index, ByteOrder byteOrder) {
        return inOrder(getShort(index), byteOrder);
    }

    @Override
    default void putShort(int index, short value, ByteOrder byteOrder) {
        putShort(index, inOrder(value, byteOrder));
    }

    @Override
    default int getInt(int index, ByteOrder byteOrder) {
        return inOrder(getInt(index), byteOrder);
    }

    @Override
    default void putInt(int index, int value, ByteOrder byteOrder) {
        putInt(index, inOrder(value, byteOrder));
    }

    @Override
    default long getLong(int index, ByteOrder byteOrder) {
        return inOrder(getLong(index), byteOrder);
    }

    @Override
    default void putLong(int index, long value, ByteOrder byteOrder) {
        putLong(index, inOrder(value, byteOrder));
    }

    @Override
    default char getChar(int index) {
        return (char) getShort(index);
    }

    @Override
    default char getChar(int index, ByteOrder byteOrder) {
        return (char) getShort(index, byteOrder);
    }

    @Override
    default void putChar(int index, char value) {
        putShort(index, (short) value);
    }

    @Override
    default void putChar(int index, char value, ByteOrder byteOrder) {
        putShort(index, (short) value, byteOrder);
    }

    @Override
    default float getFloat(int index) {
        return Float.intBitsToFloat(getInt(index));
    }

    @Override
    default float getFloat(int index, ByteOrder byteOrder) {
        return Float.intBitsToFloat(getInt(index, byteOrder));
    }

    @Override
    default void putFloat(int index, float value) {
        putInt(index, Float.floatToRawIntBits(value));
    }

    @Override
    default void putFloat(int index, float value, ByteOrder byteOrder) {
        putInt(index, Float.floatToRawIntBits(value), byteOrder);
    }

    @Override
    default double getDouble(int index) {
        return Double.longBitsToDouble(getLong(index));
    }

    @Override
    default double getDouble(int index, ByteOrder byteOrder) {
        return Double.longBitsToDouble(getLong(index, byteOrder));
    }

    @Override
    default void putDouble(int index, double value) {
        putLong(index, Double.doubleToRawLongBits(value));
    }

    @Override
    default void putDouble(int index, double value, ByteOrder byteOrder) {
        putLong(index, Double.doubleToRawLongBits(value), byteOrder);
    }

    private static short inOrder(short value, ByteOrder order) {
        return order == ByteOrder.nativeOrder() ? value : Short.reverseBytes(value);
    }

    private static int inOrder(int value, ByteOrder order) {
        return order == ByteOrder.nativeOrder() ? value : Integer.reverseBytes(value);
    }

    private static long inOrder(long value, ByteOrder order) {
        return order == ByteOrder.nativeOrder() ? value : Long.reverseBytes(value);
    }
}
