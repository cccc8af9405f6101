/** Tests. */
@NullMarked
package io.tamiyo.operators.redis.source.split;

import org.jspecify.annotations.NullMarked;
