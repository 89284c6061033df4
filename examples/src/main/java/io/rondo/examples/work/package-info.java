/** Workers that share the jobs of a work queue. */
package io.rondo.examples.work;
