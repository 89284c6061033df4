/** Tests of the logs of topics. */
package io.rondo.broker.sequencer.log;
