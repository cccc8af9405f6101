/**
 * The life of processes on this machine: a standalone Flink cluster of JVMs, the jobs on it, and
 * the children that the demo starts. Everything here ends only what it started.
 */
@NullMarked
package io.tamiyo.jobs.cluster;

import org.jspecify.annotations.NullMarked;
