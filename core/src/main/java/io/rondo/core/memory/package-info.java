/** Views of memory and ordered access to it: the only package with VarHandles and mapping. */
package io.rondo.core.memory;
