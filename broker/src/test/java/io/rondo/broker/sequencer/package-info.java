/** Tests of a sequencer that is stepped by hand. */
package io.rondo.broker.sequencer;
