/** Tests of the recorder. */
package io.rondo.broker.recorder;
