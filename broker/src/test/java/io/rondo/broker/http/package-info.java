/** Tests of the HTTP endpoint. */
package io.rondo.broker.http;
