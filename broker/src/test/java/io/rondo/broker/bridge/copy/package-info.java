/** Tests of bridges of sequenced topics. */
package io.rondo.broker.bridge.copy;
