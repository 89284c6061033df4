/** The way of responses: their header, and the paths of a responder to the response queues of its requesters. */
package io.rondo.client.service.response;
