/**
 * Sequenced topics: publishers of the ingress, subscribers of the egress, and requests to the broker. The broker uses the
 * request and the segment specifications of this package. Not API.
 */
package io.rondo.client.sequenced;
