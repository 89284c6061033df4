package io.rondo.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param name of the thing
 * @param status what is to be thought of it
 * @param finding what was seen
 * @param meaning what that is good or bad for
 * @param remedy what to do; null if all is well
 */
public record Check(String name, Status status, String finding, String meaning, String remedy) {
    /** What is to be thought of a finding. */
    public enum Status {
        /** All is well. */
        OK,
        /** It works, but not as well as it could. */
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
}
