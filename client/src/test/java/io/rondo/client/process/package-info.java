/** Rondo between JVMs that know nothing of each other. */
package io.rondo.client.process;
