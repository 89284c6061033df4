/** Tests of the way of responses. */
package io.rondo.client.service.response;
