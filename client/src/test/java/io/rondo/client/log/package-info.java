/** Tests of reading logs that need no writer. */
package io.rondo.client.log;
