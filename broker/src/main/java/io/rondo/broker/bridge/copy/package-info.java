/** Bridges of sequenced topics: a home, which sequences the topic, and copies on other hosts. */
package io.rondo.broker.bridge.copy;
