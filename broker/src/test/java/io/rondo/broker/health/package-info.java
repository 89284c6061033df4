/** Tests of the health of a broker. */
package io.rondo.broker.health;
