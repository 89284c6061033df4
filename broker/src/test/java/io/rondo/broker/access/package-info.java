/** Users and their rights. */
package io.rondo.broker.access;
