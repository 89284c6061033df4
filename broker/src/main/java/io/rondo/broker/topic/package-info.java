/** Rules for topics: what they are created with, and what their logs keep. */
package io.rondo.broker.topic;
