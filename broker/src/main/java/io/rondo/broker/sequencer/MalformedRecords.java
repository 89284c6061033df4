package io.rondo.broker.sequencer;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Alarms;
import io.rondo.core.layout.SequencedLayout;
import java.lang.System.Logger.Level;
import org.agrona.DirectBuffer;

/** Finds the records of an ingress that no publisher writes. The first one raises an alarm. For one thread at a time. */
final class MalformedRecords {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    private final String topic;
    private final Alarms alarms;
    private boolean reported;

    MalformedRecords(String topic, Alarms alarms) {
        this.topic = topic;
        this.alarms = alarms;
    }

    /** Returns whether a record is to be skipped: it has no prefix, or a producer id that is out of range. */
    boolean isMalformed(long position, DirectBuffer buffer, int offset, int length) {
        boolean whole = length >= SequencedLayout.INGRESS_PREFIX;
        long producerId = whole ? buffer.getLong(offset + SequencedLayout.PRODUCER_ID) : 0;
        if (whole && producerId >= 0 && producerId <= SequencedLayout.MAX_PRODUCER_ID) {
            return false;
        }
        if (!reported) {
            reported = true;
            String message = "topic " + topic + ": the ingress record at position " + position + " has " + length
                    + " bytes and producer id " + producerId + ", as no publisher writes it, and is skipped: find the"
                    + " program that writes there (rondo stat " + topic + ")";
            if (alarms.raise(AlarmKind.MALFORMED_RECORD, topic, false, message)) {
                LOG.log(Level.ERROR, "{0}", message);
            }
        }
        return true;
    }
}
