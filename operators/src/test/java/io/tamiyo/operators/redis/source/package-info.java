/** Tests. */
@NullMarked
package io.tamiyo.operators.redis.source;

import org.jspecify.annotations.NullMarked;
