/**
 * The rings: how records are claimed, committed, read and confirmed. Works on plain segments; knows nothing of files or
 * of waiting.
 *
 * <p>Stores and loads that pair carry the same label: {@code [commit]} a record's header, {@code [head]} space that may
 * be reused, {@code [read]} what is confirmed, {@code [intent]} a producer's claim to be, {@code [position]} a topic
 * consumer's progress, {@code [limit]} what a topic's producer may overwrite, {@code [checkpoint]} and {@code [tail]}
 * where scans begin, {@code [reservation]} the length of the message a tail is reserved for, {@code [evict]} that a
 * topic's producer no longer waits for a consumer.
 */
package io.rondo.core.ring;
