package io.rondo.client.socket.peer;

import io.rondo.client.Buffers;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.socket.session.PrintableText;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhException;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.SegmentException;
import io.rondo.core.os.DescriptorSocket;
import io.rondo.core.segment.SegmentDescriptors;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/**
 * Asks an owner for the descriptors of its segment, over a short connection of its own: Netty loses descriptors that it
 * receives. Confined to one thread, and used once.
 */
final class SegmentRequest implements SessionHandler {
    private final ConnectTarget target;
    private UUID id;
    private int count;
    /** Why the owner cannot pass its segment now; null if it did. */
    private String later;

    SegmentRequest(ConnectTarget target) {
        this.target = target;
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param patience the longest wait
     * @return the descriptors, to be used up or closed
     * @throws ConnectException if no owner listens
     * @throws IOException if the owner does not answer in time, or cannot pass its segment now
     * @throws RondoException if the owner rejects this peer; {@link UnavailableException} if it cannot pass descriptors, or
     * this process cannot receive them
     */
    SegmentDescriptors ask(Duration patience) throws IOException {
        try (DescriptorSocket socket = DescriptorSocket.connect(target.path(), patience)) {
            socket.send(hello());
            receive(socket);
            if (later != null) {
                throw new IOException(later);
            }
            if (socket.descriptors() != count) {
                throw new UnavailableException("channel " + target.channel() + ": its owner passed " + count
                        + " descriptors, and " + socket.descriptors()
                        + " arrived: check whether a sandbox removes them, and"
                        + " the limit of open files (ulimit -n)");
            }
            return SegmentDescriptors.received(id, socket.takeDescriptors());
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } catch (SofhException | SessionException e) {
            throw new IOException("channel " + target.channel() + ": the owner that listens on " + target.path()
                    + " sent an invalid answer (" + e.getMessage() + ")", e);
        }
    }

    private byte[] hello() {
        byte[] frame = new byte[SessionEncoder.MAX_CONTROL_FRAME_LENGTH];
        Hello hello = new Hello(0, 0, 0, 0, SessionEncoder.PROTOCOL_VERSION, Role.MAPPER, null, false, target.terms(),
                target.channel());
        return Arrays.copyOf(frame, new SessionEncoder().hello(Buffers.wrap(frame), 0, hello));
    }

    private void receive(DescriptorSocket socket) throws IOException {
        SofhDeframer deframer = new SofhDeframer(SessionEncoder.MAX_CONTROL_FRAME_LENGTH - SofhHeader.LENGTH);
        SessionDecoder decoder = new SessionDecoder(this);
        while (id == null && later == null) {
            int room = deframer.reserve(SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
            int length = socket.receive(deframer.array(), deframer.writeIndex(), room);
            if (length == 0) {
                throw new EOFException("the owner closed the connection without an answer");
            }
            deframer.wrote(length);
            deframer.drain(
                    (bytes, offset, payload, encodingType) -> decoder.decode(Buffers.wrap(bytes), offset, payload,
                            encodingType));
        }
    }

    @Override
    public void onSegment(UUID segment, int descriptors) {
        id = segment;
        count = descriptors;
    }

    @Override
    public void onReject(Reject reject) {
        if (reject.code() == RejectCode.NO_DESCRIPTORS) {
            throw new UnavailableException(PrintableText.of(reject.text()));
        }
        if (reject.code() != RejectCode.CLOSING) {
            throw OwnerErrors.exception(reject);
        }
        later = PrintableText.of(reject.text());
    }
}
