/**
 * The one publisher, subscriber and claim: misuse checks, waiting, counting and closing over the small interfaces that
 * each transport implements.
 */
package io.rondo.client.endpoint;
