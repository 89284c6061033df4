package io.rondo.perf.harness;

import io.rondo.perf.worker.Assignment;
import java.util.Collection;

/** Provides the worker processes of the groups. */
interface Workers {
    /**
     * Provides a process that works on an assignment and on nothing else meanwhile.
     *
     * @param name of the process, for messages
     */
    Child start(String name, Assignment assignment);

    /** Takes back the processes of a group; a process that failed or was killed is among them. */
    void end(Collection<Child> group);
}
