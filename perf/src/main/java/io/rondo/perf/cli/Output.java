package io.rondo.perf.cli;

import io.rondo.perf.measure.Run;
import java.util.function.Function;

/**
 * A report and where it goes.
 *
 * @param file where
 * @param format what it says of a run
 */
record Output(ResultFile file, Function<Run, String> format) {}
