package io.rondo.codecs.session;

import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.SlowConsumer;
import io.rondo.codecs.control.Start;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Valid messages at random; edges of ranges more often than their inside. */
final class Samples {
    private static final String NAME_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";

    private final Random random;

    Samples(Random random) {
        this.random = random;
    }

    /** A number of messages of any type. */
    List<Object> messages(int count) {
        return Stream.generate(this::message).limit(count).toList();
    }

    Object message() {
        return switch (random.nextInt(19)) {
            case 0 -> hello();
            case 1 -> welcome();
            case 2 -> reject();
            case 3 -> bye();
            case 4 -> new Calls.Ack(count(), count());
            case 5 -> new Calls.Enquiry(random.nextLong());
            case 6 -> new Calls.Participants(random.nextLong(), intCount(), intCount());
            case 7 -> join();
            case 8 -> new Calls.Segment(new UUID(random.nextLong(), random.nextLong()), random.nextInt(255));
            case 9 -> new Calls.WorkCredit(count());
            case 10 -> settle();
            case 11 -> new Calls.Settled(count(), count());
            case 12 -> new Calls.Work(Math.max(1, count()), Math.max(1, intCount()), random.nextBoolean(),
                    random.nextBoolean(), data().payload());
            case 13 -> new Calls.LookAhead();
            case 14 -> new Calls.Cancellations(random.nextBoolean(), data().payload());
            default -> data();
        };
    }

    private Calls.Settle settle() {
        Outcome outcome = pick(Outcome.ACKNOWLEDGED, Outcome.RETURNED, Outcome.UNUSED);
        return new Calls.Settle(Math.max(1, count()), outcome, outcome == Outcome.RETURNED ? count() : 0);
    }

    Hello hello() {
        Role role = pick(Role.PUBLISHER, Role.SUBSCRIBER, Role.OBSERVER, Role.MAPPER);
        boolean resume = random.nextBoolean();
        return new Hello(role == Role.PUBLISHER || random.nextBoolean() ? id() : 0,
                resume || random.nextBoolean() ? id() : 0, count(), count(), 1 + random.nextInt(65_535), role,
                pick(null, SlowConsumer.BLOCK, SlowConsumer.DROP_OLDEST, SlowConsumer.EVICT), resume, terms(), name());
    }

    Terms terms() {
        return new Terms(pick(null, ChannelKind.QUEUE, ChannelKind.TOPIC), pick(null, true, false),
                orNull(this::intCount), orNull(this::intCount), orNull(this::schemaNumber), orNull(this::schemaNumber),
                pick(null, true, false), orNull(this::intCount), orNull(this::intCount),
                orNull(this::intCount));
    }

    Welcome welcome() {
        return new Welcome(id(), count(), count(), intCount(), intCount(), 1 + random.nextInt(65_535),
                random.nextInt(65_536), random.nextInt(65_536),
                pick(ChannelKind.QUEUE, ChannelKind.TOPIC, ChannelKind.SEQUENCED),
                random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }

    Join join() {
        return new Join(count(), pick(null, Start.LATEST, Start.EARLIEST, Start.SEQUENCE, Start.TIME),
                random.nextLong(), random.nextBoolean() ? "" : name());
    }

    Reject reject() {
        return new Reject(pick(Stream.of(RejectCode.values())
                .filter(code -> code != RejectCode.NULL_VAL && code != RejectCode.SBE_UNKNOWN)
                .toArray(RejectCode[]::new)), text(), count());
    }

    Bye bye() {
        return new Bye(count(), pick(Stream.of(ByeReason.values())
                .filter(reason -> reason != ByeReason.NULL_VAL && reason != ByeReason.SBE_UNKNOWN)
                .toArray(ByeReason[]::new)), text());
    }

    Calls.Data data() {
        byte[] payload = new byte[pick(0, 1, random.nextInt(200))];
        random.nextBytes(payload);
        return Calls.Data.of(Math.max(1, count()), payload);
    }

    String name() {
        StringBuilder name = new StringBuilder();
        int length = pick(1, 64, 1 + random.nextInt(64));
        for (int i = 0; i < length; i++) {
            int choices = i == 0 ? NAME_CHARACTERS.length() - 1 : NAME_CHARACTERS.length();
            name.append(NAME_CHARACTERS.charAt(random.nextInt(choices)));
        }
        return name.toString();
    }

    /** At most as long as a text may be, with characters of every length in UTF-8. */
    String text() {
        StringBuilder text = new StringBuilder();
        int length = pick(0, 1, random.nextInt(SessionEncoder.MAX_TEXT_LENGTH / 4));
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(pick((int) 'x', 0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000,
                    0x10FFFF));
        }
        return text.toString();
    }

    private long id() {
        return random.nextLong() | 1;
    }

    private long count() {
        return pick(0L, 1L, Long.MAX_VALUE, random.nextLong() >>> 1);
    }

    private int intCount() {
        return pick(0, 1, Integer.MAX_VALUE, random.nextInt() >>> 1);
    }

    private int schemaNumber() {
        return pick(0, 1, 65_534, random.nextInt(65_535));
    }

    private <T> T orNull(Supplier<T> supplier) {
        return random.nextBoolean() ? supplier.get() : null;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
