package io.rondo.cli.doctor;

/**
 * The result of one check.
 *
 * @param name of the check
 * @param status its outcome
 * @param finding what was found
 * @param meaning what follows from the finding
 * @param remedy what to do; null if the status is {@link Status#OK}
 */
public record Check(String name, Status status, String finding, String meaning, String remedy) {
    /** Outcome of a check, from best to worst. */
    public enum Status {
        /** No restriction. */
        OK,
        /** It works with restrictions. */
        WARN,
        /** Shared memory does not work, or no transport does. */
        FAIL
    }

    static Check ok(String name, String finding, String meaning) {
        return new Check(name, Status.OK, finding, meaning, null);
    }

    static Check warn(String name, String finding, String meaning, String remedy) {
        return new Check(name, Status.WARN, finding, meaning, remedy);
    }

    static Check fail(String name, String finding, String meaning, String remedy) {
        return new Check(name, Status.FAIL, finding, meaning, remedy);
    }

    /**
     * The group this check belongs to.
     *
     * @return the group
     */
    public Group group() {
        return switch (name) {
            case "java", "platform", "native access", "cores" -> Group.MACHINE;
            case "futex", "futex_waitv", "membarrier", "fallocate" -> Group.KERNEL;
            case "pid", "uid map", "seccomp", "read-only" -> Group.CONTAINER;
            case "sockets", "socket I/O", "descriptors" -> Group.SOCKETS;
            case "transport" -> Group.TRANSPORT;
            default -> Group.SHARED_MEMORY;
        };
    }
}
