/** Tests of the rules for topics. */
package io.rondo.broker.topic;
