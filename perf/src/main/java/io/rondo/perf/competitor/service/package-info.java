/** Competitors for requests and responses. */
package io.rondo.perf.competitor.service;
