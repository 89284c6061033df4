package io.rondo.core.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Every method of Agrona's buffer interfaces, as an operation with random arguments. Its results can be compared
 * between implementations: the same draw gives the same arguments.
 */
final class BufferOperations {
    /** One call and its visible result: values, strings, lists of them. */
    interface Operation {
        Object apply(BufferSubject subject, MutableDirectBuffer buffer, BufferDraw draw) throws Exception;
    }

    /** By signature, as {@link #signature} gives it. */
    static final Map<String, Operation> ALL = all();

    private BufferOperations() {}

    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    /** The operation's result, or the exception's class where that is the result. */
    static Object outcome(Operation operation, BufferSubject subject, long seed) {
        try {
            return operation.apply(subject, subject.buffer(), new BufferDraw(seed, subject.buffer().capacity()));
        } catch (IndexOutOfBoundsException e) {
            return IndexOutOfBoundsException.class;
        } catch (Exception e) {
            return e.getClass();
        }
    }

    private static Map<String, Operation> all() {
        Map<String, Operation> all = new TreeMap<>();
        getNumbers(all);
        putNumbers(all);
        getBytes(all);
        putBytes(all);
        getStrings(all);
        putStrings(all);
        parseNumbers(all);
        printNumbers(all);
        wrap(all);
        wholes(all);
        return all;
    }

    private static void getNumbers(Map<String, Operation> all) {
        all.put("getByte(int)", (s, b, d) -> b.getByte(d.index(1)));
        all.put("getShort(int)", (s, b, d) -> b.getShort(d.index(2)));
        all.put("getChar(int)", (s, b, d) -> b.getChar(d.index(2)));
        all.put("getInt(int)", (s, b, d) -> b.getInt(d.index(4)));
        all.put("getLong(int)", (s, b, d) -> b.getLong(d.index(8)));
        all.put("getFloat(int)", (s, b, d) -> Float.floatToRawIntBits(b.getFloat(d.index(4))));
        all.put("getDouble(int)", (s, b, d) -> Double.doubleToRawLongBits(b.getDouble(d.index(8))));
        all.put("getShort(int,ByteOrder)", (s, b, d) -> b.getShort(d.index(2), d.order()));
        all.put("getChar(int,ByteOrder)", (s, b, d) -> b.getChar(d.index(2), d.order()));
        all.put("getInt(int,ByteOrder)", (s, b, d) -> b.getInt(d.index(4), d.order()));
        all.put("getLong(int,ByteOrder)", (s, b, d) -> b.getLong(d.index(8), d.order()));
        all.put("getFloat(int,ByteOrder)", (s, b, d) -> Float.floatToRawIntBits(b.getFloat(d.index(4), d.order())));
        all.put("getDouble(int,ByteOrder)",
                (s, b, d) -> Double.doubleToRawLongBits(b.getDouble(d.index(8), d.order())));
    }

    private static void putNumbers(Map<String, Operation> all) {
        all.put("putByte(int,byte)", (s, b, d) -> done(() -> b.putByte(d.index(1), (byte) d.anyLong())));
        all.put("putShort(int,short)", (s, b, d) -> done(() -> b.putShort(d.index(2), (short) d.anyLong())));
        all.put("putChar(int,char)", (s, b, d) -> done(() -> b.putChar(d.index(2), (char) d.anyLong())));
        all.put("putInt(int,int)", (s, b, d) -> done(() -> b.putInt(d.index(4), (int) d.anyLong())));
        all.put("putLong(int,long)", (s, b, d) -> done(() -> b.putLong(d.index(8), d.anyLong())));
        all.put("putFloat(int,float)",
                (s, b, d) -> done(() -> b.putFloat(d.index(4), Float.intBitsToFloat(d.random.nextInt()))));
        all.put("putDouble(int,double)",
                (s, b, d) -> done(() -> b.putDouble(d.index(8), Double.longBitsToDouble(d.random.nextLong()))));
        all.put("putShort(int,short,ByteOrder)",
                (s, b, d) -> done(() -> b.putShort(d.index(2), (short) d.anyLong(), d.order())));
        all.put("putChar(int,char,ByteOrder)",
                (s, b, d) -> done(() -> b.putChar(d.index(2), (char) d.anyLong(), d.order())));
        all.put("putInt(int,int,ByteOrder)",
                (s, b, d) -> done(() -> b.putInt(d.index(4), (int) d.anyLong(), d.order())));
        all.put("putLong(int,long,ByteOrder)",
                (s, b, d) -> done(() -> b.putLong(d.index(8), d.anyLong(), d.order())));
        all.put("putFloat(int,float,ByteOrder)",
                (s, b, d) -> done(() -> b.putFloat(d.index(4), Float.intBitsToFloat(d.random.nextInt()), d.order())));
        all.put("putDouble(int,double,ByteOrder)", (s, b, d) -> done(
                () -> b.putDouble(d.index(8), Double.longBitsToDouble(d.random.nextLong()), d.order())));
        all.put("setMemory(int,int,byte)", (s, b, d) -> {
            int length = d.length();
            return done(() -> b.setMemory(d.index(length), length, (byte) d.anyLong()));
        });
    }

    private static void getBytes(Map<String, Operation> all) {
        all.put("getBytes(int,byte[])", (s, b, d) -> {
            byte[] dst = new byte[d.nearLength()];
            b.getBytes(d.index(dst.length), dst);
            return list(dst);
        });
        all.put("getBytes(int,byte[],int,int)", (s, b, d) -> {
            byte[] dst = d.bytes();
            int length = d.length();
            b.getBytes(d.index(length), dst, d.index(length, dst.length), length);
            return list(dst);
        });
        all.put("getBytes(int,MutableDirectBuffer,int,int)", (s, b, d) -> {
            MutableDirectBuffer dst = d.oneIn(4) ? b : s.other(d);
            int length = d.nearLength();
            b.getBytes(d.index(length), dst, d.nearIndex(length), length);
            return list(dst);
        });
        all.put("getBytes(int,ByteBuffer,int)", (s, b, d) -> {
            ByteBuffer dst = d.byteBuffer();
            int length = d.length();
            return after(() -> b.getBytes(d.index(length), dst, length), dst);
        });
        all.put("getBytes(int,ByteBuffer,int,int)", (s, b, d) -> {
            ByteBuffer dst = d.byteBuffer();
            int length = d.length();
            return after(() -> b.getBytes(d.index(length), dst, d.index(length, dst.capacity()), length), dst);
        });
    }

    private static void putBytes(Map<String, Operation> all) {
        all.put("putBytes(int,byte[])", (s, b, d) -> {
            byte[] src = Arrays.copyOf(d.bytes(), d.nearLength());
            return done(() -> b.putBytes(d.index(src.length), src));
        });
        all.put("putBytes(int,byte[],int,int)", (s, b, d) -> {
            int length = d.length();
            return done(() -> b.putBytes(d.index(length), d.bytes(), d.index(length, BufferDraw.OTHER), length));
        });
        all.put("putBytes(int,DirectBuffer,int,int)", (s, b, d) -> {
            MutableDirectBuffer src = d.oneIn(4) ? b : s.other(d);
            int length = d.length();
            return done(() -> b.putBytes(d.index(length), src, d.index(length, src.capacity()), length));
        });
        all.put("putBytes(int,ByteBuffer,int)", (s, b, d) -> {
            ByteBuffer src = d.byteBuffer();
            int length = d.length();
            return after(() -> b.putBytes(d.index(length), readOnlyOrNot(src, d), length), src);
        });
        all.put("putBytes(int,ByteBuffer,int,int)", (s, b, d) -> {
            ByteBuffer src = d.byteBuffer();
            int length = d.length();
            return after(() -> b.putBytes(d.index(length), readOnlyOrNot(src, d), d.index(length, src.capacity()),
                    length), src);
        });
    }

    private static void getStrings(Map<String, Operation> all) {
        all.put("getStringAscii(int)", (s, b, d) -> b.getStringAscii(stored(b, d)));
        all.put("getStringAscii(int,ByteOrder)", (s, b, d) -> b.getStringAscii(stored(b, d), d.order()));
        all.put("getStringAscii(int,int)", (s, b, d) -> {
            int length = d.length();
            return b.getStringAscii(d.index(length + 4), length);
        });
        all.put("getStringAscii(int,Appendable)", (s, b, d) -> {
            StringBuilder text = new StringBuilder("before");
            return List.of(b.getStringAscii(stored(b, d), text), text.toString());
        });
        all.put("getStringAscii(int,Appendable,ByteOrder)", (s, b, d) -> {
            StringBuilder text = new StringBuilder();
            return List.of(b.getStringAscii(stored(b, d), text, d.order()), text.toString());
        });
        all.put("getStringAscii(int,int,Appendable)", (s, b, d) -> {
            StringBuilder text = new StringBuilder();
            int length = d.length();
            return List.of(b.getStringAscii(d.index(length + 4), length, text), text.toString());
        });
        all.put("getStringWithoutLengthAscii(int,int)", (s, b, d) -> {
            int length = d.length();
            return b.getStringWithoutLengthAscii(d.index(length), length);
        });
        all.put("getStringWithoutLengthAscii(int,int,Appendable)", (s, b, d) -> {
            StringBuilder text = new StringBuilder();
            int length = d.length();
            return List.of(b.getStringWithoutLengthAscii(d.index(length), length, text), text.toString());
        });
        all.put("getStringUtf8(int)", (s, b, d) -> b.getStringUtf8(stored(b, d)));
        all.put("getStringUtf8(int,ByteOrder)", (s, b, d) -> b.getStringUtf8(stored(b, d), d.order()));
        all.put("getStringUtf8(int,int)", (s, b, d) -> {
            int length = d.length();
            return b.getStringUtf8(d.index(length + 4), length);
        });
        all.put("getStringWithoutLengthUtf8(int,int)", (s, b, d) -> {
            int length = d.length();
            return b.getStringWithoutLengthUtf8(d.index(length), length);
        });
    }

    private static void putStrings(Map<String, Operation> all) {
        all.put("putStringAscii(int,String)", (s, b, d) -> b.putStringAscii(d.index(28), d.text()));
        all.put("putStringAscii(int,CharSequence)", (s, b, d) -> b.putStringAscii(d.index(28), chars(d)));
        all.put("putStringAscii(int,String,ByteOrder)",
                (s, b, d) -> b.putStringAscii(d.index(28), d.text(), d.order()));
        all.put("putStringAscii(int,CharSequence,ByteOrder)",
                (s, b, d) -> b.putStringAscii(d.index(28), chars(d), d.order()));
        all.put("putStringWithoutLengthAscii(int,String)",
                (s, b, d) -> b.putStringWithoutLengthAscii(d.index(24), d.text()));
        all.put("putStringWithoutLengthAscii(int,CharSequence)",
                (s, b, d) -> b.putStringWithoutLengthAscii(d.index(24), chars(d)));
        all.put("putStringWithoutLengthAscii(int,String,int,int)", (s, b, d) -> b
                .putStringWithoutLengthAscii(d.index(24), d.text(), d.index(3, 24), d.length()));
        all.put("putStringWithoutLengthAscii(int,CharSequence,int,int)", (s, b, d) -> b
                .putStringWithoutLengthAscii(d.index(24), chars(d), d.index(3, 24), d.length()));
        all.put("putStringUtf8(int,String)", (s, b, d) -> b.putStringUtf8(d.index(60), d.text()));
        all.put("putStringUtf8(int,String,ByteOrder)",
                (s, b, d) -> b.putStringUtf8(d.index(60), d.text(), d.order()));
        all.put("putStringUtf8(int,String,int)", (s, b, d) -> b.putStringUtf8(d.index(60), d.text(), d.length()));
        all.put("putStringUtf8(int,String,ByteOrder,int)",
                (s, b, d) -> b.putStringUtf8(d.index(60), d.text(), d.order(), d.length()));
        all.put("putStringWithoutLengthUtf8(int,String)",
                (s, b, d) -> b.putStringWithoutLengthUtf8(d.index(60), d.text()));
    }

    private static void parseNumbers(Map<String, Operation> all) {
        all.put("parseNaturalIntAscii(int,int)", (s, b, d) -> parse(b, d, b::parseNaturalIntAscii));
        all.put("parseNaturalLongAscii(int,int)", (s, b, d) -> parse(b, d, b::parseNaturalLongAscii));
        all.put("parseIntAscii(int,int)", (s, b, d) -> parse(b, d, b::parseIntAscii));
        all.put("parseLongAscii(int,int)", (s, b, d) -> parse(b, d, b::parseLongAscii));
    }

    private static void printNumbers(Map<String, Operation> all) {
        all.put("putIntAscii(int,int)", (s, b, d) -> b.putIntAscii(d.index(11), (int) d.anyLong()));
        all.put("putNaturalIntAscii(int,int)", (s, b, d) -> b.putNaturalIntAscii(d.index(10), d.naturalInt()));
        all.put("putLongAscii(int,long)", (s, b, d) -> b.putLongAscii(d.index(20), d.anyLong()));
        all.put("putNaturalLongAscii(int,long)", (s, b, d) -> b.putNaturalLongAscii(d.index(19), d.naturalLong()));
        all.put("putNaturalPaddedIntAscii(int,int,int)", (s, b, d) -> {
            int length = d.oneIn(8) ? d.length() : d.random.nextInt(13);
            return done(() -> b.putNaturalPaddedIntAscii(d.index(length), length, d.naturalInt()));
        });
        all.put("putNaturalIntAsciiFromEnd(int,int)",
                (s, b, d) -> b.putNaturalIntAsciiFromEnd(d.naturalInt(), d.index(0)));
    }

    private static void wrap(Map<String, Operation> all) {
        all.put("wrap(byte[])", (s, b, d) -> {
            MutableDirectBuffer buffer = s.fresh().get();
            byte[] array = d.bytes();
            buffer.wrap(array);
            return view(buffer, array, null);
        });
        all.put("wrap(byte[],int,int)", (s, b, d) -> {
            MutableDirectBuffer buffer = s.fresh().get();
            byte[] array = d.bytes();
            int length = d.length();
            buffer.wrap(array, d.index(length, array.length), length);
            return view(buffer, array, null);
        });
        all.put("wrap(ByteBuffer)", (s, b, d) -> {
            MutableDirectBuffer buffer = s.fresh().get();
            ByteBuffer origin = d.byteBuffer();
            buffer.wrap(origin);
            return view(buffer, origin.hasArray() ? origin.array() : null, origin);
        });
        all.put("wrap(ByteBuffer,int,int)", (s, b, d) -> {
            MutableDirectBuffer buffer = s.fresh().get();
            ByteBuffer origin = d.byteBuffer();
            int length = d.length();
            buffer.wrap(origin, d.index(length, origin.capacity()), length);
            return view(buffer, origin.hasArray() ? origin.array() : null, origin);
        });
        all.put("wrap(DirectBuffer)", (s, b, d) -> {
            MutableDirectBuffer origin = d.oneIn(4) ? b : s.other(d);
            return view(s.wrap(origin), origin.byteArray(), origin.byteBuffer());
        });
        all.put("wrap(DirectBuffer,int,int)", (s, b, d) -> {
            MutableDirectBuffer buffer = s.fresh().get();
            MutableDirectBuffer origin = d.oneIn(4) ? b : s.other(d);
            int length = d.length();
            buffer.wrap(origin, d.index(length, origin.capacity()), length);
            return view(buffer, origin.byteArray(), origin.byteBuffer());
        });
    }

    private static void wholes(Map<String, Operation> all) {
        all.put("capacity()", (s, b, d) -> b.capacity());
        all.put("isExpandable()", (s, b, d) -> b.isExpandable());
        all.put("addressOffset()", (s, b, d) -> b.addressOffset() - s.origin());
        all.put("byteArray()", (s, b, d) -> b.byteArray() != null);
        all.put("byteBuffer()", (s, b, d) -> b.byteBuffer() != null);
        all.put("wrapAdjustment()", (s, b, d) -> b.wrapAdjustment());
        all.put("checkLimit(int)", (s, b, d) -> done(() -> b.checkLimit(d.index(0))));
        all.put("boundsCheck(int,int)", (s, b, d) -> {
            int length = d.length();
            return done(() -> b.boundsCheck(d.index(length), length));
        });
        all.put("hashCode()", (s, b, d) -> b.hashCode());
        all.put("equals(Object)", (s, b, d) -> b.equals(near(s, b, d)) + " " + b.equals(b) + " " + b.equals("other"));
        all.put("compareTo(Object)", (s, b, d) -> {
            MutableDirectBuffer other = d.oneIn(3) ? s.other(d) : near(s, b, d);
            return b.compareTo(other) + " " + other.compareTo(b) + " " + b.compareTo(b);
        });
    }

    /** A buffer of the same class with almost the same content. */
    private static MutableDirectBuffer near(BufferSubject subject, MutableDirectBuffer buffer, BufferDraw draw) {
        byte[] content = new byte[buffer.capacity()];
        buffer.getBytes(0, content);
        if (draw.random.nextBoolean()) {
            // The last bytes are compared in another way than the words before them.
            int from = draw.random.nextBoolean() ? content.length - content.length % Long.BYTES : 0;
            content[from + draw.random.nextInt(content.length - from)] += (byte) draw.random.nextInt();
        }
        MutableDirectBuffer near = subject.fresh().get();
        near.wrap(content, 0, content.length - (draw.oneIn(3) ? draw.random.nextInt(9) : 0));
        return near;
    }

    /** Where a string was just put, or anywhere. */
    private static int stored(MutableDirectBuffer buffer, BufferDraw draw) {
        int index = draw.index(64);
        if (draw.oneIn(5)) {
            return index;
        }
        if (draw.random.nextBoolean()) {
            buffer.putStringUtf8(index, draw.text(), draw.order());
        } else {
            buffer.putInt(index, draw.length(), draw.order());
        }
        return index;
    }

    private interface Parser {
        long parse(int index, int length);
    }

    private static Object parse(MutableDirectBuffer buffer, BufferDraw draw, Parser parser) {
        if (draw.oneIn(8)) {
            int length = draw.length();
            return parser.parse(draw.index(length), length);
        }
        String number = draw.number();
        int index = draw.index(number.length());
        buffer.putStringWithoutLengthAscii(index, number);
        return parser.parse(index, number.length());
    }

    private static CharSequence chars(BufferDraw draw) {
        String text = draw.text();
        return text == null ? null : new StringBuilder(text);
    }

    /** The same buffer, or while its position need not move, a read-only view of it. */
    private static ByteBuffer readOnlyOrNot(ByteBuffer buffer, BufferDraw draw) {
        return draw.oneIn(3) ? buffer.asReadOnlyBuffer() : buffer;
    }

    /** The adjustment means something only where there is an object that it adjusts to. */
    private static Object view(DirectBuffer buffer, byte[] array, ByteBuffer origin) {
        return List.of(buffer.capacity(), array == null && origin == null ? 0 : buffer.wrapAdjustment(),
                buffer.byteArray() == array,
                buffer.byteBuffer() == origin, list(buffer));
    }

    private static Object after(Runnable call, ByteBuffer buffer) {
        Object outcome = "returned";
        try {
            call.run();
        } catch (IndexOutOfBoundsException e) {
            outcome = IndexOutOfBoundsException.class;
        } catch (IllegalArgumentException e) {
            outcome = e.getClass();
        }
        byte[] content = MemorySegment.ofBuffer(buffer.duplicate().clear()).toArray(ValueLayout.JAVA_BYTE);
        return List.of(outcome, buffer.position(), buffer.limit(), list(content));
    }

    private static Object done(Runnable call) {
        call.run();
        return "returned";
    }

    private static List<Object> list(byte[] bytes) {
        return List.of(Arrays.toString(bytes));
    }

    private static List<Object> list(DirectBuffer buffer) {
        byte[] content = new byte[Math.min(BufferDraw.OTHER, buffer.capacity())];
        for (int i = 0; i < content.length; i++) {
            content[i] = buffer.getByte(i);
        }
        return list(content);
    }
}
