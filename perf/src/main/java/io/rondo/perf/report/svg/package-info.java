/** Charts as inline SVG; colours and sizes of text come from the style sheet of the page around them. */
package io.rondo.perf.report.svg;
