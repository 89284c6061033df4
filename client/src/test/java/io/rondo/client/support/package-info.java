/** What the tests share. */
package io.rondo.client.support;
