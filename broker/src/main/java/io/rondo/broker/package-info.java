/** The broker process: sequencing, log, access control and metrics. No code yet. */
package io.rondo.broker;
