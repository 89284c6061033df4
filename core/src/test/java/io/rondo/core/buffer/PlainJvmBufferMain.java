package io.rondo.core.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;

/** Plays every operation on native and heap memory, in a JVM that was given no flag, and compares the two. */
final class PlainJvmBufferMain {
    private static final int STEPS = 30_000;

    private PlainJvmBufferMain() {}

    /**
     * Prints {@code played} and the number of steps.
     *
     * @param args the seed
     */
    public static void main(String[] args) {
        // Read by Agrona when its first class is loaded; it must not matter.
        System.setProperty("agrona.disable.bounds.checks", "true");
        addressOfAnArrayIsRefusedWithTheRemedy();
        byte[] array = new byte[BufferSubject.CAPACITY + 2 * BufferSubject.GUARD];
        BufferSubject onHeap = subject(MemorySegment.ofArray(array));
        BufferSubject inNative = subject(Arena.global().allocate(array.length));
        aByteBeforeTheWindowIsRefused(onHeap.buffer());
        aByteBeforeTheWindowIsRefused(inNative.buffer());
        Random random = new Random(Long.parseLong(args[0]));
        List<String> names = List.copyOf(BufferOperations.ALL.keySet());
        for (int step = 0; step < STEPS; step++) {
            String name = names.get(random.nextInt(names.size()));
            long drawn = random.nextLong();
            Object one = BufferOperations.outcome(BufferOperations.ALL.get(name), onHeap, drawn);
            Object other = BufferOperations.outcome(BufferOperations.ALL.get(name), inNative, drawn);
            boolean same = one.equals(other) || tellsWhereTheMemoryIs(name);
            if (!same || onHeap.memory().mismatch(inNative.memory()) >= 0) {
                throw new AssertionError(name + " at step " + step + ": " + one + " but " + other);
            }
        }
        if (inNative.buffer().addressOffset() != inNative.origin()) {
            throw new AssertionError("address");
        }
        System.out.println("played " + STEPS);
    }

    private static boolean tellsWhereTheMemoryIs(String name) {
        return List.of("addressOffset()", "byteArray()", "wrapAdjustment()", "wrap(DirectBuffer)",
                "wrap(DirectBuffer,int,int)").contains(name);
    }

    private static void aByteBeforeTheWindowIsRefused(MutableDirectBuffer buffer) {
        try {
            buffer.putByte(-1, (byte) 1);
        } catch (IndexOutOfBoundsException e) {
            return;
        }
        throw new AssertionError("written outside the window");
    }

    private static void addressOfAnArrayIsRefusedWithTheRemedy() {
        try {
            new SegmentBuffer(MemorySegment.ofArray(new byte[8])).addressOffset();
        } catch (UnsupportedOperationException e) {
            if (e.getMessage().contains("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")) {
                return;
            }
        }
        throw new AssertionError("this JVM has flags, or the error does not say which are missing");
    }

    private static BufferSubject subject(MemorySegment memory) {
        SegmentBuffer buffer = new SegmentBuffer();
        buffer.wrap(memory, BufferSubject.GUARD, BufferSubject.CAPACITY);
        return new BufferSubject(buffer, memory, memory.address() + BufferSubject.GUARD, SegmentBuffer::new,
                PlainJvmBufferMain::other);
    }

    private static MutableDirectBuffer other(int kind) {
        int size = BufferDraw.OTHER;
        return switch (kind % 4) {
            case 0 -> new SegmentBuffer(Arena.ofAuto().allocate(size));
            case 1 -> new SegmentBuffer(MemorySegment.ofArray(new byte[size + 9]).asSlice(5, size));
            case 2 -> foreign(new SegmentBuffer(MemorySegment.ofArray(new byte[size])));
            default -> foreign(new SegmentBuffer(Arena.ofAuto().allocate(size)));
        };
    }

    /** Hides the class, so that it is a buffer of unknown make. */
    private static MutableDirectBuffer foreign(SegmentBuffer buffer) {
        return (MutableDirectBuffer) Proxy.newProxyInstance(PlainJvmBufferMain.class.getClassLoader(),
                new Class<?>[]{MutableDirectBuffer.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(buffer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
