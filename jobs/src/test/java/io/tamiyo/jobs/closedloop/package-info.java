/**
 * The whole loop over a real Redis and a real Flink: a host with a simulated kernel, the
 * control-plane job, faults in between, and a checker that decides by unique ids.
 */
@NullMarked
package io.tamiyo.jobs.closedloop;

import org.jspecify.annotations.NullMarked;
