/** Tests of the configuration. */
package io.rondo.broker.config;
