/** What {@code doctor} looks at. */
package io.rondo.broker.doctor;
