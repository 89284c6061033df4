/** The documents are true: links resolve, examples compile and run, statements about other libraries hold. */
package io.rondo.client.docs;
