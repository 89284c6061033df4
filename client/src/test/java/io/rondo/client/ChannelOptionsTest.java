package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.layout.SegmentSpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ChannelOptionsTest {
    private final ChannelOptions.Builder builder = ChannelOptions.builder();

    @Test
    void nothingIsSetByDefault() {
        ChannelOptions options = ChannelOptions.defaults();
        SegmentSpec segment = options.segment();
        assertThat(new Object[]{segment.topic(), segment.singleProducer(), segment.capacity(),
            segment.maxMessageLength(), segment.schemaId(), segment.schemaVersion(), segment.fenceSide(),
            segment.ephemeral(), segment.fileMode(), options.transport()}).containsOnlyNulls();
        assertThat(options.slowConsumer()).isEqualTo(SlowConsumer.BLOCK);
        assertThat(options.failWithoutConsumer()).isFalse();
        assertThat(options.waitStrategy()).isNotNull();
    }

    @Test
    void optionsDoNotChangeWithTheirBuilder() {
        ChannelOptions options = builder.capacity(4096).schema(1, 2).build();
        builder.capacity(8192).schema(3, 4).failWithoutConsumer(true);
        assertThat(options.segment().capacity()).isEqualTo(4096);
        assertThat(options.segment().schemaId()).isEqualTo(1);
        assertThat(options.segment().schemaVersion()).isEqualTo(2);
        assertThat(options.failWithoutConsumer()).isFalse();
    }

    @Test
    void aCapacityIsAPowerOfTwoFromAPageToHalfAGibibyte() {
        for (int capacity : new int[]{3000, 0, -4096, 2048, 4097, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refuses(() -> builder.capacity(capacity), "capacity " + capacity, "power of two");
        }
        for (int capacity = 4096; capacity <= 512 << 20; capacity *= 2) {
            assertThat(builder.capacity(capacity).build().segment().capacity()).isEqualTo(capacity);
        }
    }

    @Test
    void theLongestMessageIsHalfTheCapacityLessTheHeader() {
        refuses(() -> builder.maxMessageLength(-1), "-1");
        assertThat(builder.capacity(4096).maxMessageLength(2040).build().segment().maxMessageLength()).isEqualTo(2040);
        refuses(() -> builder.maxMessageLength(2041).build(), "2041", "2040", "4096");
        refuses(() -> builder.maxMessageLength(Integer.MAX_VALUE).build(), "2147483647", "2040");
        assertThat(builder.maxMessageLength(0).build().segment().maxMessageLength()).isZero();
    }

    @Test
    void schemaIdAndVersionAreUnsignedShorts() {
        refuses(() -> builder.schema(-1, 0), "schema id -1", "65535");
        refuses(() -> builder.schema(65536, 0), "schema id 65536");
        refuses(() -> builder.schema(0, -1), "schema version -1");
        refuses(() -> builder.schema(0, 65536), "schema version 65536");
        assertThat(builder.schema(65535, 65535).build().segment().schemaId()).isEqualTo(65535);
    }

    @Test
    void aFileModeIsPrivateOrTheGroups() {
        refuses(() -> builder.fileMode(0777), "0777", "0600 or 0660");
        refuses(() -> builder.fileMode(0), "00");
        refuses(() -> builder.fileMode(0640), "0640");
        assertThat(builder.fileMode(0660).build().segment().fileMode()).isEqualTo(0660);
    }

    @Test
    void aTopicHasOneProducer() {
        builder.kind(ChannelKind.TOPIC).singleProducer(false);
        refuses(builder::build, "topic", "single producer");
        assertThat(builder.singleProducer(true).build().segment().topic()).isTrue();
    }

    @Test
    void nullIsRefusedAtOnce() {
        assertThatThrownBy(() -> builder.kind(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.fenceSide(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.waitStrategy(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.transport(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.slowConsumer(null)).isInstanceOf(NullPointerException.class);
    }

    private static void refuses(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }
}
