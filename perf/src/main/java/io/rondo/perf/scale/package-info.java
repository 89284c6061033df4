/** Bridges between many hosts: an estimate from costs per message, and a simulation. */
package io.rondo.perf.scale;
