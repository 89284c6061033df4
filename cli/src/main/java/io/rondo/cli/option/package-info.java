/** Options that several commands share, and the converters of their values. */
package io.rondo.cli.option;
