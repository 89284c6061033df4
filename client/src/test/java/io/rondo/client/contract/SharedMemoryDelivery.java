package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;

/** Both sides use one segment: each observes at once what the other did. */
final class SharedMemoryDelivery implements Delivery {
    @Override
    public int next(Subscriber in, MessageHandler handler, int limit) {
        int count = in.poll(handler, limit);
        assertThat(count).as("messages polled").isPositive();
        return count;
    }

    @Override
    public long fill(Publisher out, long first) {
        return Messages.fill(out, first);
    }

    @Override
    public long publishSoon(Publisher out, DirectBuffer buffer, int offset, int length) {
        return out.tryPublish(buffer, offset, length);
    }

    @Override
    public Claim claimSoon(Publisher out, int length) {
        return out.tryClaim(length);
    }

    @Override
    public void becomes(int expected, IntSupplier number) {
        assertThat(number.getAsInt()).isEqualTo(expected);
    }

    @Override
    public void closeUnread(Publisher out) {
        out.close();
    }
}
