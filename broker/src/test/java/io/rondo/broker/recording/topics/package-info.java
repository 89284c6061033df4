/** Tests of the recording of plain topics. */
package io.rondo.broker.recording.topics;
