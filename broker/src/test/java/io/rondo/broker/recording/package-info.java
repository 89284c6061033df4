/** Tests of the recorder. */
package io.rondo.broker.recording;
