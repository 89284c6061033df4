/** {@code serve} and {@code call}: services on the command line. */
package io.rondo.cli.service;
