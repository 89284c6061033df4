/**
 * Services: requesters and responders over the publishers and subscribers of every transport. A requester publishes into the
 * request queue and consumes its response queue; a responder does the reverse.
 */
package io.rondo.client.service;
