package io.rondo.client.connect;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Transport;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.Role;
import java.nio.file.Path;

/**
 * Selects how one side of a channel takes part, so that both sides meet or one fails. The owner (a queue's consumer, a
 * topic's producer) uses a segment if it can and listens on a socket besides. The other side uses the segment or, if it
 * cannot or must not, the owner's socket. A selection is based on one consistent state of the channel's files: creating
 * a segment and listening without one exclude each other, because each checks for the other under the channel's lock.
 * Stateless.
 */
final class TransportSelector {
    private TransportSelector() {}

    /** Selects by a state of the channel. */
    static Selection select(EndpointRequest request, ChannelFiles files, ChannelFiles.State state) {
        if (!isOwner(request, state)) {
            return request.usesSocketsOnly() ? connecting(request, files, state) : joining(request, files, state);
        }
        return request.obstacle() == null ? owning(request, files, state) : owningWithoutSegment(request, files, state);
    }

    /**
     * A request without a kind counts as a queue's, unless an owner listens. A work queue has no owner: its consumers listen
     * in turn, beside a segment that any participant has created.
     */
    private static boolean isOwner(EndpointRequest request, ChannelFiles.State state) {
        ChannelForm form;
        if (state.segment() != null) {
            form = ChannelForm.of(state.segment().kind());
        } else if (request.form() != null) {
            form = request.form();
        } else if (state.socket() != null && request.transport() != Transport.SHM) {
            return false;
        } else {
            form = request.topicByDefault() ? ChannelForm.TOPIC : ChannelForm.QUEUE;
        }
        return switch (form) {
            case QUEUE -> request.role() == Role.CONSUMER;
            case TOPIC -> request.role() == Role.PRODUCER;
            case WORK_QUEUE -> false;
        };
    }

    private static Selection joining(EndpointRequest request, ChannelFiles files, ChannelFiles.State state) {
        if (state.segment() != null) {
            return new Selection.OpenSegment();
        }
        if (request.transport() == Transport.SHM) {
            return files.isRecordable() || state.socket() != null || state.recorded() != null
                    ? creating(request, files, state)
                    : unrecorded(request, files);
        }
        // With a directory of sockets apart from that of segments, the owner may have another directory of segments, as
        // in another container. Both sides then meet at the socket: only the owner creates the segment.
        return state.socket() != null || !files.isOneDirectory()
                ? connecting(request, files, state)
                : new Selection.CreateSegment();
    }

    private static Selection connecting(EndpointRequest request, ChannelFiles files, ChannelFiles.State state) {
        return state.socket() == null || state.socket().toString().equals(files.socketPath())
                ? new Selection.ConnectToOwner()
                : conflict("channel " + request.channel() + " has an owner that listens on " + state.socket()
                        + ", and this process would connect to " + files.socketPath()
                        + ": use the same directory of sockets on both sides (RONDO_SOCKET_DIR)");
    }

    private static Selection unrecorded(EndpointRequest request, ChannelFiles files) {
        return conflict("channel " + request.channel() + ": this process would create " + files.segment()
                + " and cannot record it in " + files.socketDirectory() + ", the directory of sockets, so an owner with"
                + " another directory of segments would not find it (transport shm): let the owner start first, use"
                + " the same directory for both (RONDO_SOCKET_DIR), or make it writable");
    }

    private static Selection owning(EndpointRequest request, ChannelFiles files, ChannelFiles.State state) {
        if (state.segment() != null) {
            return new Selection.OpenSegment();
        }
        if (state.socket() != null && request.transport() != Transport.SHM) {
            return taken(request, state.socket());
        }
        return creating(request, files, state);
    }

    private static Selection creating(EndpointRequest request, ChannelFiles files, ChannelFiles.State state) {
        if (state.socket() != null) {
            return conflict("channel " + request.channel() + " has an owner without shared memory, which listens on "
                    + state.socket() + ", and this side uses shared memory only (transport shm): use transport auto"
                    + " or socket here, or stop that owner");
        }
        if (state.recorded() != null) {
            return conflict("channel " + request.channel() + " has the segment " + state.recorded().segment()
                    + ", recorded beside its socket " + files.socketPath() + ", and this process would create "
                    + files.segment()
                    + ": use the same directory on both sides (RONDO_DIR), or let the owner start first"
                    + " (or the other side wait for it, with transport shm-descriptor), or remove that channel");
        }
        return new Selection.CreateSegment();
    }

    private static Selection owningWithoutSegment(EndpointRequest request, ChannelFiles files,
            ChannelFiles.State state) {
        Path segment = state.segmentFile()
                ? files.segment()
                : state.recorded() != null ? state.recorded().segment() : null;
        if (segment != null) {
            return conflict("channel " + request.channel() + " has a segment, " + segment
                    + ", which this process cannot use, so it would not meet the processes that use it: "
                    + request.obstacle() + "; or remove the channel (rondo rm " + request.channel() + ")");
        }
        return state.socket() != null ? taken(request, state.socket()) : new Selection.OwnWithoutSegment();
    }

    private static Selection taken(EndpointRequest request, Path socket) {
        return new Selection.Conflict(new ChannelInUseException("channel " + request.channel()
                + " has an owner already, which listens on " + socket + ": stop it first, or use another name"));
    }

    private static Selection conflict(String message) {
        return new Selection.Conflict(new ChannelMismatchException(message));
    }
}
