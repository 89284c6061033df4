/** What is measured: the vocabulary that the harness and its workers share. */
package io.rondo.perf.measure;
