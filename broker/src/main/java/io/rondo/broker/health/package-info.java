/** Whether the broker works: its state, its alarms, the progress of recovery, and the duty cycles of its threads. */
package io.rondo.broker.health;
