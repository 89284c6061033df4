package io.rondo.client.support;

import io.rondo.client.MessageHandler;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Keeps the numbers of the messages it gets, which {@link Messages} wrote. */
public final class Received implements MessageHandler {
    private final List<Long> numbers = new ArrayList<>();

    @Override
    public void onMessage(DirectBuffer buffer, int offset, int length) {
        numbers.add(Messages.number(buffer, offset, length));
    }

    /** The numbers so far, in order. */
    public List<Long> numbers() {
        return numbers;
    }
}
