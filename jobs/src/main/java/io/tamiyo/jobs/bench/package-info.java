/** Benchmarks, each in a JVM of its own, so that nothing else runs in it. */
@NullMarked
package io.tamiyo.jobs.bench;

import org.jspecify.annotations.NullMarked;
