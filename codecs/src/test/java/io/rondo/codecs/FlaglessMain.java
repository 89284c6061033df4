package io.rondo.codecs;

import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.sofh.SofhDeframer;
import java.lang.management.ManagementFactory;
import org.agrona.MutableDirectBuffer;

/** Runs in a JVM of its own: encodes, deframes and decodes a message, and prints the result. */
final class FlaglessMain {
    private FlaglessMain() {}

    public static void main(String[] arguments) {
        MutableDirectBuffer buffer = PlainBuffer.allocate(512);
        Hello hello = new Hello(1, 0, 1, 0, SessionEncoder.PROTOCOL_VERSION, Role.PUBLISHER, null, false, Terms.NONE,
                "orders");
        int length = new SessionEncoder().hello(buffer, 0, hello);
        byte[] frame = new byte[length];
        buffer.getBytes(0, frame, 0, length);
        SofhDeframer deframer = new SofhDeframer(512);
        deframer.reserve(length);
        System.arraycopy(frame, 0, deframer.array(), deframer.writeIndex(), length);
        deframer.wrote(length);
        deframer.drain((bytes, offset, size, encodingType) -> {
            MutableDirectBuffer received = PlainBuffer.allocate(size);
            received.putBytes(0, bytes, offset, size);
            new SessionDecoder(new SessionHandler() {
                @Override
                public void onHello(Hello decoded) {
                    System.out.println("hello " + decoded.channel());
                }
            }).decode(received, 0, size, encodingType);
            return true;
        });
        System.out.println("flags " + ManagementFactory.getRuntimeMXBean().getInputArguments());
    }
}
