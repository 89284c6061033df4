/** The logs of sequenced topics: opened by the broker, written by the sequencers, synced by threads of their own. */
package io.rondo.broker.sequencer.log;
