/** Tests. */
@NullMarked
package io.tamiyo.operators.redis.sink;

import org.jspecify.annotations.NullMarked;
