package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.IdentityLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Identity pages with arbitrary content. */
class IdentityTest {
    private static final int CAPACITY = 8192;
    private static final long LENGTH = SegmentLayout.fileLength(RingKind.MPSC, CAPACITY, SlotLayout.DEFAULT_SLOTS);

    private final MemorySegment page = MemorySegment.ofArray(new long[IdentityLayout.CHECKSUM / 8 + 16]);
    private final Identity identity = Identity.of("name",
            SegmentSpec.builder().capacity(CAPACITY).maxMessageLength(77).schema(5, 6).fenceSide(FenceSide.WAKER)
                    .ephemeral(true).build());

    IdentityTest() {
        identity.write(page);
    }

    private void seal() {
        CRC32C crc = new CRC32C();
        crc.update(page.asSlice(0, IdentityLayout.CHECKSUM).toArray(ValueLayout.JAVA_BYTE));
        Words.setInt(page, IdentityLayout.CHECKSUM, (int) crc.getValue());
    }

    @Test
    void aWrittenIdentityIsRead() {
        assertThat(Identity.read(page, "name", LENGTH)).isEqualTo(identity);
    }

    @Test
    void randomIdentitiesAreReadAsWritten() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1000; i++) {
            int capacity = SegmentSpec.MIN_CAPACITY << random.nextInt(18);
            String name = "n".repeat(random.nextInt(1, 65));
            SegmentSpec.Builder spec = SegmentSpec.builder().capacity(capacity)
                    .maxMessageLength(random.nextInt(capacity / 2 - 7))
                    .schema(random.nextInt(65536), random.nextInt(65536)).ephemeral(random.nextBoolean())
                    .fenceSide(random.nextBoolean() ? FenceSide.WAKER : FenceSide.SLEEPER);
            Identity written = Identity.of(name,
                    switch (random.nextInt(3)) {
                        case 0 -> spec.topic(true).build();
                        case 1 -> spec.form(ChannelForm.WORK_QUEUE).maxDeliveries(random.nextInt(1024))
                                .processingDeadlineMillis(random.nextInt(3_600_001)).build();
                        default -> spec.singleProducer(random.nextBoolean()).build();
                    });
            page.fill((byte) 0);
            written.write(page);
            assertThat(Identity.read(page, name, written.fileLength()))
                    .isEqualTo(written);
        }
    }

    @Test
    void anyChangedByteIsFound() {
        for (int offset = 0; offset < IdentityLayout.CHECKSUM + Integer.BYTES; offset++) {
            for (int bit = 0; bit < 8; bit++) {
                byte before = page.get(ValueLayout.JAVA_BYTE, offset);
                page.set(ValueLayout.JAVA_BYTE, offset, (byte) (before ^ 1 << bit));
                assertThatThrownBy(() -> Identity.read(page, "name", LENGTH))
                        .has(reason(Reason.CORRUPT)).hasMessageContaining("name")
                        .hasMessageContaining("rondo rm");
                page.set(ValueLayout.JAVA_BYTE, offset, before);
            }
        }
        assertThat(Identity.read(page, "name", LENGTH)).isEqualTo(identity);
    }

    /** An invalid page with the right checksum. */
    @ParameterizedTest
    @CsvSource({"12, 0, ring kind 0", "12, 5, ring kind 5", "12, 4, 65 participant slots", "16, 0, capacity 0",
        "16, 2048, capacity 2048",
        "16, 8191, capacity 8191", "16, 1073741824, capacity 1073741824", "16, -2147483648, capacity -2147483648",
        "16, 16384, 73728 bytes", "20, -1, max message length -1", "20, 4089, max message length 4089",
        "32, 2, fence side 2", "32, -1, fence side -1", "72, 65, name of 65", "72, -1, name of -1",
        "72, 3, holds channel 'nam'", "72, 0, holds channel ''", "76, 0, holds channel", "8, 458752, version 7",
        "8, 327680, version 5", "144, 3, max deliveries 3", "148, -1, processing deadline -1",
        "140, 1, 1 participant slots", "140, 1026, 1026 participant slots",
        "140, -1, -1 participant slots", "140, 1024, not the 598016",
        "8, 262144, version 4", "8, 196608, version 3", "8, 131072, version 2",
        "8, 65536, version 1",
        "8, 0, version 0", "0, 7, no segment"})
    void aValueThatMakesNoSenseIsNamed(int offset, int value, String message) {
        Words.setInt(page, offset, value);
        seal();
        assertThatThrownBy(() -> Identity.read(page, "name", LENGTH)).has(reason(Reason.CORRUPT))
                .hasMessageContaining(message);
    }

    @Test
    void anotherMinorVersionIsRead() {
        Words.setInt(page, IdentityLayout.VERSION, IdentityLayout.version(IdentityLayout.MAJOR_VERSION, 9));
        seal();
        assertThat(Identity.read(page, "name", LENGTH)).isEqualTo(identity);
    }

    @Test
    void randomValuesInEveryFieldAreCorruptOrHarmless() {
        SplittableRandom random = new SplittableRandom(11);
        byte[] original = page.toArray(ValueLayout.JAVA_BYTE);
        for (int i = 0; i < 20_000; i++) {
            MemorySegment.copy(original, 0, page, ValueLayout.JAVA_BYTE, 0, original.length);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                int value = random.nextBoolean() ? random.nextInt() : random.nextInt(-3, 4);
                Words.setInt(page, random.nextInt(IdentityLayout.CHECKSUM / 4) * 4L, value);
            }
            seal();
            try {
                Identity read = Identity.read(page, "name", LENGTH);
                assertThat(read.name()).isEqualTo("name");
                assertThat(read.capacity()).isEqualTo(CAPACITY);
            } catch (SegmentException e) {
                e.rethrowUnless(Reason.CORRUPT);
                assertThat(e).hasMessageContaining("name");
            }
        }
    }

    @Test
    void aFileOfAnotherLengthIsNamed() {
        assertThatThrownBy(() -> Identity.read(page, "name", LENGTH - 1)).has(reason(Reason.CORRUPT))
                .hasMessageContaining(String.valueOf(LENGTH - 1)).hasMessageContaining(String.valueOf(LENGTH));
    }
}
