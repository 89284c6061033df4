/** What protects publishers and subscribers of every transport from misuse. */
package io.rondo.client.guard;
