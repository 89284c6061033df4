/** Placeholder. */
package io.rondo.broker;
