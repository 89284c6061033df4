/** Loads, stores and fences on shared memory, with the memory order in the method name. The only package that orders memory access. */
package io.rondo.core.memory;
