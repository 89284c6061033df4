/** Many producers and one order, with a broker. */
package io.rondo.examples.sequenced;
