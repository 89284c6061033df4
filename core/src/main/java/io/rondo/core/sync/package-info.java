/** The park/wake protocol between processes. */
package io.rondo.core.sync;
