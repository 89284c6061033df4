/** The exception that every layer throws. */
package io.rondo.core;
