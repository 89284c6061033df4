/** System calls and files of the kernel: one class per facility. */
package io.rondo.core.os;
