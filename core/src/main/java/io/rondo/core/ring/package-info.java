/**
 * A ring in a segment, and what its producers and consumers share. {@code ring.writer} claims and commits records, {@code
 * ring.reader} reads and confirms them, {@code ring.work} takes and acknowledges those of a work queue, {@code ring.scan} walks
 * over them without taking part. The rings work on plain memory
 * segments; they use no files and do not sleep.
 *
 * <p>A release store and the acquire load that pairs with it carry the same label in a comment:
 *
 * <ul>
 * <li>{@code [commit]}: the header of a record</li>
 * <li>{@code [head]}: the position up to which a queue's space is free</li>
 * <li>{@code [read]}: the position that a queue's consumer has confirmed</li>
 * <li>{@code [intent]}: the position that a producer is about to claim</li>
 * <li>{@code [position]}: the position that a topic's consumer has confirmed</li>
 * <li>{@code [claim]}, {@code [take]}, {@code [done]}, {@code [return]}: the entry of a record in a work queue</li>
 * <li>{@code [taken]} and {@code [taken before]}: how far the consumers of a service's request queue have taken requests</li>
 * <li>{@code [returns]}: the number of messages returned to a work queue</li>
 * <li>{@code [limit]}: the position up to which a topic's producer may write</li>
 * <li>{@code [checkpoint]} and {@code [tail]}: where a scan begins</li>
 * <li>{@code [reservation]}: the length of the message that the tail is reserved for</li>
 * <li>{@code [evict]}: the state word of an evicted consumer</li>
 * <li>{@code [slots]}: the number of slots that have been used</li>
 * </ul>
 */
package io.rondo.core.ring;
