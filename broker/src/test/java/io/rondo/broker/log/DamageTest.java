package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.rondo.broker.log.recovery.Damage;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.client.Durability;
import io.rondo.client.log.LogException;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each bit of a small log is flipped, and it is truncated at each byte. */
class DamageTest {
    private static final String FILE = new LogFileName(1, 0).file();
    private static final int MESSAGES = 30;

    private final List<byte[]> messages = new ArrayList<>();
    private byte[] content;
    private int used;

    @BeforeEach
    void writeLog() {
        FaultyStorage storage = new FaultyStorage();
        ChannelLog log = Records.open(storage, Durability.DISK);
        Random random = new Random(1);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = Records.message(random, 60);
            messages.add(message);
            assertThat(Records.append(log, message)).isEqualTo(AppendResult.APPENDED);
            if (i % 7 == 6) {
                log.syncer().doWork();
            }
        }
        log.syncer().doWork();
        assertThat(log.writer().idle()).isOne();
        log.syncer().doWork();
        content = storage.content(FILE);
        used = content.length;
        while (content[used - 1] == 0) {
            used--;
        }
    }

    @Test
    void aFlippedBitIsDetectedAndTheOtherMessagesSurvive() {
        int lost = 0;
        for (int bit = 0; bit < used * Byte.SIZE; bit += isZeroInHeader(bit / Byte.SIZE) ? 331 : 1) {
            byte[] damaged = content.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            lost += check(damaged, "bit " + bit, true);
        }
        assertThat(lost).isPositive();
    }

    @Test
    void atEachLengthOfATruncatedFileItsWholeMessagesSurvive() {
        for (int length = 0; length < used; length += isZeroInHeader(length) ? 37 : 1) {
            check(Arrays.copyOf(content, length), "length " + length, false);
        }
    }

    /** Most of the header page is zero: some of it is tried. */
    private static boolean isZeroInHeader(int offset) {
        return offset > 128 && offset < LogFileHeader.LENGTH - 128;
    }

    /** Returns how many messages were lost. */
    private int check(byte[] damaged, String what, boolean allKnown) {
        FaultyStorage storage = new FaultyStorage();
        storage.replace(FILE, damaged);
        try (ChannelLog log = Records.open(storage, Durability.DISK)) {
            List<Damage> reported = log.recovered().damage();
            // A flipped bit in the last mark harms no message: what was a mark is cut.
            assertThat(reported.size() + log.recovered().cut().size()).as(what).isPositive();
            List<byte[]> found = Records.read(storage);
            if (allKnown) {
                assertThat(found).as(what).hasSize(MESSAGES);
            }
            int lost = 0;
            for (int i = 0; i < found.size(); i++) {
                long sequence = i + 1;
                if (found.get(i) == null) {
                    lost++;
                    assertThat(reported).as(what + " sequence " + sequence).anyMatch(
                            damage -> damage.firstSequence() <= sequence && damage.lastSequence() >= sequence);
                } else if (!Arrays.equals(found.get(i), messages.get(i))) {
                    fail(what + " sequence " + sequence + ": " + Arrays.toString(found.get(i)));
                }
            }
            // A bit may destroy a length, and then all messages up to the next mark.
            assertThat(lost).as(what).isLessThanOrEqualTo(allKnown ? 7 : 0);
            // Under whatever name: what was found is never deleted.
            assertThat(storage.names()).as(what).anyMatch(name -> Arrays.equals(storage.content(name), damaged));
            return lost;
        } catch (LogException e) {
            return fail(what, e);
        }
    }
}
