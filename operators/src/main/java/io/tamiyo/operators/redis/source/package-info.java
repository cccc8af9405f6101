/** The source: reads Redis streams as splits from positions that Flink checkpoints. */
@NullMarked
package io.tamiyo.operators.redis.source;

import org.jspecify.annotations.NullMarked;
