/** Records plain topics: a subscriber that appends each message to a log, and states which ones it lost. */
package io.rondo.broker.recording;
