/** The reader's side: blocking reads, gaps, wake-ups, the published cursor and ticks. */
@NullMarked
package io.tamiyo.operators.redis.source.reader;

import org.jspecify.annotations.NullMarked;
