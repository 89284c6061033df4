/** The parts every command uses: context, stop signal, exit codes, error lines and standard output. */
package io.rondo.cli.runtime;
