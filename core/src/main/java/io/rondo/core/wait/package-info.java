/** How a participant with nothing to do passes the time. */
package io.rondo.core.wait;
