package io.rondo.cli.format;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** The 16-bit protocol numbers of Ethernet. */
final class EtherType {
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88A8;
    private static final int OLD_PROVIDER_VLAN = 0x9100;

    private EtherType() {}

    static int at(DirectBuffer buffer, int index) {
        return buffer.getShort(index, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    static boolean isIp(int type) {
        return type == IPV4 || type == IPV6;
    }

    /** Whether a 4-byte VLAN tag comes before the real type. */
    static boolean isTag(int type) {
        return type == VLAN || type == PROVIDER_VLAN || type == OLD_PROVIDER_VLAN;
    }
}
