/** The commands of the README print what it shows. */
package io.rondo.cli.docs;
