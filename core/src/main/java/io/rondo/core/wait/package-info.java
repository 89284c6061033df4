/** Wait strategies: how a participant waits for a condition. */
package io.rondo.core.wait;
