/**
 * The closed loop on one machine: Redis, Flink, a training host, and what passes between them,
 * live.
 */
@NullMarked
package io.tamiyo.jobs.demo;

import org.jspecify.annotations.NullMarked;
