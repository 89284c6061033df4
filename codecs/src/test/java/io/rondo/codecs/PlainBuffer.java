package io.rondo.codecs;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/** A buffer over an array that needs no JVM flag, with just the methods that codecs and framing call. */
final class PlainBuffer {
    private final ByteBuffer bytes;

    private PlainBuffer(int capacity) {
        bytes = ByteBuffer.allocate(capacity);
    }

    static MutableDirectBuffer allocate(int capacity) {
        PlainBuffer buffer = new PlainBuffer(capacity);
        return (MutableDirectBuffer) Proxy.newProxyInstance(PlainBuffer.class.getClassLoader(),
                new Class<?>[]{MutableDirectBuffer.class},
                (proxy, method, arguments) -> buffer.call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) {
        int index = (int) arguments[0];
        bytes.order(arguments[arguments.length - 1] instanceof ByteOrder order ? order : ByteOrder.nativeOrder());
        return switch (method.getName()) {
            case "getByte" -> bytes.get(index);
            case "getShort" -> bytes.getShort(index);
            case "getInt" -> bytes.getInt(index);
            case "getLong" -> bytes.getLong(index);
            case "putByte" -> nothing(bytes.put(index, (byte) arguments[1]));
            case "putShort" -> nothing(bytes.putShort(index, (short) arguments[1]));
            case "putInt" -> nothing(bytes.putInt(index, (int) arguments[1]));
            case "putLong" -> nothing(bytes.putLong(index, (long) arguments[1]));
            case "getBytes" -> nothing(bytes.get(index, (byte[]) arguments[1], (int) arguments[2], (int) arguments[3]));
            case "putBytes" -> nothing(bytes.put(index, (byte[]) arguments[1], (int) arguments[2], (int) arguments[3]));
            case "putStringWithoutLengthAscii" -> putAscii(index, (String) arguments[1]);
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private int putAscii(int index, String text) {
        bytes.put(index, text.getBytes(StandardCharsets.US_ASCII));
        return text.length();
    }

    private static Object nothing(ByteBuffer ignored) {
        return null;
    }
}
