package io.rondo.core.buffer;

import static io.rondo.core.buffer.BufferSubject.CAPACITY;
import static io.rondo.core.buffer.BufferSubject.GUARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.BufferUtil;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Long random sequences of every operation give what {@code UnsafeBuffer} gives: results, exceptions and memory. */
class SegmentBufferOracleTest {
    private static final int STEPS = 40_000 * Integer.getInteger("rondo.test.factor", 1);
    private static final String SEED = "rondo.seed";

    @Test
    void everyMethodOfAgronasInterfacesIsExercised() {
        Set<String> declared = new TreeSet<>();
        for (var method : MutableDirectBuffer.class.getMethods()) {
            declared.add(BufferOperations.signature(method));
        }
        Set<String> played = new TreeSet<>(BufferOperations.ALL.keySet());
        // An address has no bounds: refused, and so tested elsewhere.
        played.add("wrap(long,int)");
        assertThat(played).containsAll(declared);
    }

    @Test
    void nativeMemoryIsLikeTheOracle() {
        try (Arena arena = Arena.ofConfined()) {
            play(inNative(new SegmentBuffer(), arena.allocate(CAPACITY), 0),
                    inNative(new UnsafeBuffer(), arena.allocate(CAPACITY), 0));
        }
    }

    @Test
    void aWindowOfNativeMemoryIsLikeTheOracle() {
        try (Arena arena = Arena.ofConfined()) {
            play(inNative(new SegmentBuffer(), arena.allocate(CAPACITY + 2 * GUARD), GUARD),
                    inNative(new UnsafeBuffer(), arena.allocate(CAPACITY + 2 * GUARD), GUARD));
        }
    }

    @Test
    void aWindowOverMappingsIsLikeTheOracle() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment tested = arena.allocate(CAPACITY + 2 * GUARD);
            SegmentBuffer buffer = SegmentBuffer.ofMapping(tested);
            buffer.window(tested.address() + GUARD, CAPACITY);
            play(new BufferSubject(buffer, tested, tested.address() + GUARD, SegmentBuffer::new,
                    SegmentBufferOracleTest::other),
                    inNative(new UnsafeBuffer(), arena.allocate(CAPACITY + 2 * GUARD), GUARD));
        }
    }

    @Test
    void aWindowAcrossTheSeamOfMirroredMemoryIsLikeTheOracle() {
        try (Arena arena = Arena.ofConfined()) {
            long offset = MirroredBufferMemory.SIZE - GUARD;
            MemorySegment tested = MirroredBufferMemory.map(arena);
            MemorySegment oracle = MirroredBufferMemory.map(arena);
            play(inNative(new SegmentBuffer(), tested, offset), inNative(new UnsafeBuffer(), oracle, offset));
            assertThat(tested.asSlice(0, MirroredBufferMemory.SIZE)
                    .mismatch(tested.asSlice(MirroredBufferMemory.SIZE))).isEqualTo(-1);
        }
    }

    @Test
    void anArrayIsLikeTheOracle() {
        play(inArray(new SegmentBuffer(), new byte[CAPACITY], 0), inArray(new UnsafeBuffer(), new byte[CAPACITY], 0));
    }

    @Test
    void aWindowOfAnArrayIsLikeTheOracle() {
        play(inArray(new SegmentBuffer(), new byte[CAPACITY + 2 * GUARD], GUARD),
                inArray(new UnsafeBuffer(), new byte[CAPACITY + 2 * GUARD], GUARD));
    }

    @Test
    void aBufferTooShortForAnyWordIsLikeTheOracle() {
        for (int capacity = 0; capacity < 8; capacity++) {
            SegmentBuffer tested = new SegmentBuffer(MemorySegment.ofArray(new byte[capacity]));
            UnsafeBuffer oracle = new UnsafeBuffer(new byte[capacity]);
            for (int index = -2; index < 10; index++) {
                int at = index;
                for (BufferOperations.Operation get : List.<BufferOperations.Operation>of((s, b, d) -> b.getByte(at),
                        (s, b, d) -> b.getShort(at), (s, b, d) -> b.getInt(at), (s, b, d) -> b.getLong(at))) {
                    assertThat(BufferOperations.outcome(get, subject(tested), 0))
                            .isEqualTo(BufferOperations.outcome(get, subject(oracle), 0));
                }
            }
        }
    }

    private static BufferSubject subject(MutableDirectBuffer buffer) {
        return new BufferSubject(buffer, MemorySegment.NULL, 0, null, null);
    }

    private static void play(BufferSubject tested, BufferSubject oracle) {
        long seed = Long.getLong(SEED, System.nanoTime());
        Random random = new Random(seed);
        List<String> names = List.copyOf(BufferOperations.ALL.keySet());
        Map<String, Integer> returned = new TreeMap<>();
        for (int step = 0; step < STEPS; step++) {
            String name = names.get(random.nextInt(names.size()));
            long drawn = random.nextLong();
            BufferOperations.Operation operation = BufferOperations.ALL.get(name);
            Object expected = BufferOperations.outcome(operation, oracle, drawn);
            Object actual = BufferOperations.outcome(operation, tested, drawn);
            if (!expected.equals(actual) || tested.memory().mismatch(oracle.memory()) >= 0) {
                String context = name + " at step " + step + ", repeat with -D" + SEED + "=" + seed;
                assertThat(actual).as(context).isEqualTo(expected);
                assertThat(tested.content()).as(context).isEqualTo(oracle.content());
            }
            returned.merge(name, actual instanceof Class ? 0 : 1, Integer::sum);
        }
        assertThat(returned).as("how often each operation succeeded").hasSameSizeAs(names)
                .allSatisfy((name, times) -> assertThat(times).isGreaterThan(STEPS / names.size() / 10));
    }

    private static BufferSubject inNative(SegmentBuffer buffer, MemorySegment memory, long offset) {
        buffer.wrap(memory, offset, CAPACITY);
        return new BufferSubject(buffer, memory, memory.address() + offset, SegmentBuffer::new,
                SegmentBufferOracleTest::other);
    }

    private static BufferSubject inNative(UnsafeBuffer buffer, MemorySegment memory, long offset) {
        buffer.wrap(memory.address() + offset, CAPACITY);
        return new BufferSubject(buffer, memory, memory.address() + offset, UnsafeBuffer::new,
                SegmentBufferOracleTest::other);
    }

    private static BufferSubject inArray(MutableDirectBuffer buffer, byte[] array, int offset) {
        buffer.wrap(array, offset, CAPACITY);
        return new BufferSubject(buffer, MemorySegment.ofArray(array), BufferUtil.ARRAY_BASE_OFFSET + offset,
                buffer instanceof SegmentBuffer ? SegmentBuffer::new : UnsafeBuffer::new,
                SegmentBufferOracleTest::other);
    }

    private static MutableDirectBuffer other(int kind) {
        int size = BufferDraw.OTHER;
        return switch (kind % 8) {
            case 0 -> new SegmentBuffer(Arena.ofAuto().allocate(size));
            case 1 -> new SegmentBuffer(MemorySegment.ofArray(new byte[size + 9]).asSlice(5, size));
            case 2 -> new UnsafeBuffer(new byte[size + 9], 5, size);
            case 3 -> new UnsafeBuffer(ByteBuffer.allocate(size + 9).slice(5, size));
            case 4 -> new UnsafeBuffer(ByteBuffer.allocateDirect(size + 9), 5, size);
            case 5 -> new UnsafeBuffer(ByteBuffer.allocateDirect(size + 9).slice(5, size));
            case 6 -> new ExpandableArrayBuffer(size);
            default -> new ExpandableDirectByteBuffer(size);
        };
    }
}
