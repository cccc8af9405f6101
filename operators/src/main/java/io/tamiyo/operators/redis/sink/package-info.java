/** The sink: appends to Redis streams at least once and in order. */
@NullMarked
package io.tamiyo.operators.redis.sink;

import org.jspecify.annotations.NullMarked;
