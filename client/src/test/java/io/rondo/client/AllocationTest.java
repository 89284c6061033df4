package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message allocates nothing, on no path. */
class AllocationTest extends ConnectionFixture {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 2000;
    private static final int ATTEMPTS = 20;
    private static final Duration LONG = Duration.ofMinutes(10);

    enum Kind {
        SINGLE_PRODUCER_QUEUE, QUEUE, TOPIC, DROPPING_TOPIC, WORK_QUEUE;

        ChannelSettings options() {
            ChannelSettings builder = ChannelSettings.DEFAULTS.capacity(65536);
            return switch (this) {
                case SINGLE_PRODUCER_QUEUE -> builder.singleProducer(true);
                case QUEUE -> builder;
                case WORK_QUEUE -> builder.kind(ChannelKind.WORK);
                case TOPIC, DROPPING_TOPIC -> builder.kind(ChannelKind.TOPIC);
            };
        }

        ChannelSettings subscriberOptions() {
            return this == DROPPING_TOPIC ? options().slowConsumer(SlowConsumer.DROP_OLDEST) : options();
        }
    }

    /**
     * Bytes this thread allocates in a batch of messages, once the code is warm: the least of several, because the first batches
     * link call sites and the compilers may get in between.
     */
    private static long allocated(Runnable batch) {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            batch.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @ParameterizedTest
    @EnumSource
    void publishClaimPollAndReceiveAllocateNothing(Kind kind) {
        try (Subscriber in = Channels.subscriber(rondo(), "c", kind.subscriberOptions());
                Publisher out = Channels.publisher(rondo(), "c", kind.options())) {
            MutableDirectBuffer message = Messages.of(7);
            MutableDirectBuffer foreign = new UnsafeBuffer(new byte[100]);
            MutableDirectBuffer bare = new UnsafeBuffer(ByteBuffer.allocateDirect(100));
            Duration second = Duration.ofSeconds(1);
            long[] sum = new long[1];
            MessageHandler handler = (buffer, offset, length) -> sum[0] += buffer.getByte(offset);
            assertThat(allocated(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    out.tryPublish(message, 0, 8);
                    out.tryPublish(foreign, 0, 100);
                    out.tryPublish(bare, 0, 100);
                    out.publish(message, 0, 8);
                    out.publish(message, 0, 8, second);
                    in.poll(handler, 100);
                    in.poll(handler, 100);
                    try (Claim claim = out.tryClaim(8)) {
                        claim.buffer().putLong(claim.offset(), i);
                        claim.commit();
                    }
                    try (Claim claim = out.claim(8)) {
                        claim.buffer().putLong(claim.offset(), i);
                    }
                    in.receive(handler, 100, second);
                    in.poll(handler, 100);
                }
            })).isZero();
        }
    }

    @Test
    void anAcknowledgementOfAMessageAllocatesNothing() {
        WorkQueue queue = rondo().workQueue("c").capacity(65536);
        try (WorkSubscriber in = queue.subscriber(); Publisher out = queue.publisher()) {
            MutableDirectBuffer message = Messages.of(7);
            long[] id = new long[1];
            boolean[] kept = new boolean[1];
            WorkHandler handler = delivery -> {
                id[0] = delivery.id();
                if (!kept[0]) {
                    delivery.ack();
                }
            };
            assertThat(allocated(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    out.tryPublish(message, 0, 8);
                    out.tryPublish(message, 0, 8);
                    kept[0] = false;
                    in.poll(handler, 1);
                    kept[0] = true;
                    in.poll(handler, 1);
                    in.nack(id[0], Duration.ZERO);
                    in.poll(handler, 1);
                    in.ack(id[0]);
                }
            })).isZero();
            assertThat(in.held()).isZero();
        }
    }

    @Test
    void aRequestAndItsResponseAllocateNothing() {
        Service service = rondo().service("s").capacity(65536);
        try (Responder responder = service.responder(); Requester requester = service.requester()) {
            MutableDirectBuffer message = Messages.of(7);
            boolean[] claims = new boolean[1];
            RequestHandler handler = request -> {
                if (claims[0]) {
                    request.claim(8).commit();
                } else {
                    request.part(request.buffer(), request.offset(), request.length());
                    request.reply(request.buffer(), request.offset(), request.length());
                }
            };
            int[] ends = new int[1];
            ResponseHandler counting = response -> ends[0] += response.isEnd() ? 1 : 0;
            assertThat(allocated(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    claims[0] = i % 2 == 0;
                    requester.trySend(message, 0, 8);
                    requester.send(message, 0, 8);
                    requester.tryClaim(8).commit(4);
                    responder.poll(handler, 10);
                    responder.poll(handler, 10);
                    requester.poll(counting, 10);
                    requester.poll(counting, 10);
                }
            })).isZero();
            assertThat(ends[0]).isEqualTo(3 * ROUNDS * ATTEMPTS);
        }
    }

    @Test
    void aMessageThroughAPassedSegmentAllocatesNothing() {
        try (Rondo owner = Rondo.connect(RondoConfig.builder().directory(directory()).build());
                Rondo peer = Rondo
                        .connect(RondoConfig.builder().directory(directory()).transport(Transport.SHM_DESCRIPTOR)
                                .build());
                Subscriber in = owner.queue("c").capacity(65536).subscriber();
                Publisher out = peer.queue("c").publisher()) {
            MutableDirectBuffer message = Messages.of(7);
            assertThat(out.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
            assertThat(allocated(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    out.tryPublish(message, 0, 8);
                    out.publish(message, 0, 8);
                    try (Claim claim = out.tryClaim(8)) {
                        claim.buffer().putLong(claim.offset(), i);
                        claim.commit();
                    }
                    in.poll(Messages.IGNORE, 100);
                }
            })).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "DROPPING_TOPIC", mode = EnumSource.Mode.EXCLUDE)
    void aFullChannelAllocatesNothing(Kind kind) {
        try (Subscriber in = Channels.subscriber(rondo(), "c", kind.subscriberOptions());
                Publisher out = Channels.publisher(rondo(), "c", kind.options())) {
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            Messages.fill(out);
            MutableDirectBuffer message = Messages.of(7);
            assertThat(allocated(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    out.tryPublish(message, 0, 8);
                    out.publish(message, 0, 8, Duration.ZERO);
                    out.tryClaim(8);
                }
            })).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPingPongThatParksEveryTimeAllocatesNothing(Kind kind) throws Exception {
        WaitStrategy park = WaitStrategy.park();
        try (Subscriber ping = Channels.subscriber(rondo(), "ping", kind.subscriberOptions().waitStrategy(park));
                Subscriber pong = Channels.subscriber(rondo(), "pong", kind.subscriberOptions().waitStrategy(park));
                Publisher request = Channels.publisher(rondo(), "ping", kind.options().waitStrategy(park));
                Publisher reply = Channels.publisher(rondo(), "pong", kind.options().waitStrategy(park))) {
            int rounds = 300;
            Task<Long> server = Task.start(() -> {
                MessageHandler echo = (buffer, offset, length) -> reply.publish(buffer, offset, length);
                return allocated(() -> {
                    for (int i = 0; i < rounds; i++) {
                        ping.receive(echo, 1, LONG);
                    }
                });
            });
            MutableDirectBuffer message = Messages.of(1);
            long mine = allocated(() -> {
                for (int i = 0; i < rounds; i++) {
                    request.publish(message, 0, 8);
                    pong.receive(Messages.IGNORE, 1, LONG);
                }
            });
            assertThat(mine).isZero();
            assertThat(server.join()).isZero();
        }
    }
}
