package io.rondo.codecs;

import io.rondo.codecs.control.Role;
import io.rondo.codecs.orders.MessageHeaderDecoder;
import io.rondo.codecs.orders.MessageHeaderEncoder;
import io.rondo.codecs.orders.NewOrderDecoder;
import io.rondo.codecs.orders.NewOrderEncoder;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhHeader;
import java.lang.management.ManagementFactory;
import org.agrona.MutableDirectBuffer;

/** Runs in a JVM of its own: encodes, frames and decodes, and prints what came out. */
final class FlaglessMain {
    private FlaglessMain() {}

    public static void main(String[] arguments) {
        MutableDirectBuffer buffer = PlainBuffer.allocate(512);
        NewOrderEncoder encoder = new NewOrderEncoder().wrapAndApplyHeader(buffer, SofhHeader.LENGTH,
                new MessageHeaderEncoder());
        encoder.clientOrderId(42).symbol("RONDO");
        encoder.price().mantissa(150_000_000L);
        encoder.allocationsCount(1).next().account("house").quantity(5);
        encoder.clientText("no flags");
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        SofhHeader.encode(buffer, 0, length, SofhHeader.SBE_LITTLE_ENDIAN);

        byte[] frame = new byte[SofhHeader.LENGTH + length];
        buffer.getBytes(0, frame, 0, frame.length);
        SofhDeframer deframer = new SofhDeframer(512);
        deframer.reserve(frame.length);
        System.arraycopy(frame, 0, deframer.array(), deframer.writeIndex(), frame.length);
        deframer.wrote(frame.length);
        deframer.drain((bytes, offset, size, encodingType) -> {
            MutableDirectBuffer received = PlainBuffer.allocate(size);
            received.putBytes(0, bytes, offset, size);
            NewOrderDecoder decoder = new NewOrderDecoder().wrapAndApplyHeader(received, 0, new MessageHeaderDecoder());
            System.out.println(decoder);
            return true;
        });

        Hello hello = new Hello(1, 0, 1, 0, SessionEncoder.PROTOCOL_VERSION, Role.PUBLISHER, null, false, Terms.NONE,
                "orders");
        int helloLength = new SessionEncoder().hello(buffer, 0, hello);
        new SessionDecoder(new SessionHandler() {
            @Override
            public void onHello(Hello received) {
                System.out.println("hello " + received.channel());
            }
        }).decode(buffer, SofhHeader.LENGTH, helloLength - SofhHeader.LENGTH, SofhHeader.encodingType(buffer, 0));
        System.out.println("flags " + ManagementFactory.getRuntimeMXBean().getInputArguments());
    }
}
