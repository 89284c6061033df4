/** The durable log of one channel: opening, settings and retention. The format is in docs/formats/log.md. */
package io.rondo.broker.log;
