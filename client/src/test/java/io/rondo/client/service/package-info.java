/** The parts of requesters and responders. */
package io.rondo.client.service;
