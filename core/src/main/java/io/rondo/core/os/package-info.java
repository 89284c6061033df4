/** One small class per system facility. */
package io.rondo.core.os;
