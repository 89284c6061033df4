/** The exceptions every layer throws. */
package io.rondo.core;
