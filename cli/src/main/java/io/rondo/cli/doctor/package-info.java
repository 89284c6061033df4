/** What {@code doctor} looks at. */
package io.rondo.cli.doctor;
