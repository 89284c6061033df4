/** Tests of bridges. */
package io.rondo.broker.bridge;
