/** {@code doctor}: checks of the machine. */
package io.rondo.cli.doctor;
