/** Where everything lies in a segment: pure arithmetic, no memory access. */
package io.rondo.core.layout;
