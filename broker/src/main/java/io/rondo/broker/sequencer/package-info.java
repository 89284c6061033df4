/** The sequencing of topics: one {@link io.rondo.broker.sequencer.Sequencer} per topic, run by agents. */
package io.rondo.broker.sequencer;
