/** Tests of sequenced topics without a broker. */
package io.rondo.client.sequenced;
