/** The documents' examples compile and run. */
package io.rondo.client.docs;
