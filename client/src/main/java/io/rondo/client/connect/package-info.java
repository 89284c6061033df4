/** Opens endpoints: selects the transport from the state of a channel's files, and keeps track of open endpoints. */
package io.rondo.client.connect;
