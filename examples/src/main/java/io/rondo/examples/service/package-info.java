/** A service with many requests in flight. */
package io.rondo.examples.service;
