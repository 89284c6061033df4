package io.rondo.cli.marketdata;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decodes packets of market data, and counts their messages by template. A packet is a header of 12 bytes and SBE messages,
 * each behind its size (uint16, the size field included).
 */
final class MarketData {
    private static final int PACKET_HEADER = 12;
    private static final int SIZE_FIELD = 2;
    private static final int MESSAGE_HEADER = 8;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final GeneratedCodecs codecs;
    private final Map<Integer, Integer> templates = new TreeMap<>();

    private MarketData(GeneratedCodecs codecs) {
        this.codecs = codecs;
    }

    /** Generates the codecs. */
    static MarketData ofSchema(Path schema) throws Exception {
        return new MarketData(GeneratedCodecs.of(schema));
    }

    /** Decodes one packet; throws if it does not fit the schema. */
    void accept(byte[] packet) {
        DirectBuffer buffer = new UnsafeBuffer(packet);
        int next = PACKET_HEADER;
        while (next < packet.length) {
            int size = buffer.getShort(next, ORDER) & 0xFFFF;
            decode(buffer, next + SIZE_FIELD, size - SIZE_FIELD);
            next += size;
        }
        if (next != packet.length) {
            throw new IllegalArgumentException("a message ends at " + next + " in a packet of " + packet.length);
        }
    }

    private void decode(DirectBuffer buffer, int offset, int size) {
        int blockLength = buffer.getShort(offset, ORDER) & 0xFFFF;
        int templateId = buffer.getShort(offset + 2, ORDER) & 0xFFFF;
        int schemaId = buffer.getShort(offset + 4, ORDER) & 0xFFFF;
        int version = buffer.getShort(offset + 6, ORDER) & 0xFFFF;
        if (schemaId != 1 || version != 6) {
            throw new IllegalArgumentException(
                    "schema " + schemaId + " version " + version + " instead of 1 version 6");
        }
        int decoded = codecs.decode(templateId, buffer, offset + MESSAGE_HEADER, blockLength, version);
        if (MESSAGE_HEADER + decoded != size) {
            throw new IllegalArgumentException("template " + templateId + " has " + (MESSAGE_HEADER + decoded)
                    + " bytes in a place of " + size);
        }
        templates.merge(templateId, 1, Integer::sum);
    }

    /** Number of messages by template id. */
    Map<Integer, Integer> templates() {
        return templates;
    }
}
