package io.rondo.perf.cli;

import io.rondo.perf.measure.Run;
import java.util.function.Function;

/**
 * A report and its file.
 *
 * @param file the file
 * @param format formats a run
 */
record Output(ResultFile file, Function<Run, String> format) {}
