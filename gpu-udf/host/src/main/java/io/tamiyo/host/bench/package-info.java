/** Benchmarks of what a host computes. Each writes one report, by {@code ./tamiyo bench}. */
@NullMarked
package io.tamiyo.host.bench;

import org.jspecify.annotations.NullMarked;
