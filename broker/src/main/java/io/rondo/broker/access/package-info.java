/** Which users may publish to topics and subscribe to them over sockets. */
package io.rondo.broker.access;
