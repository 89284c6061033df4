/** Tests of the broker and of sequenced topics. */
package io.rondo.broker;
