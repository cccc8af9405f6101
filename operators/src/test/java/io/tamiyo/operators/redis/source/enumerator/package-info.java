/** Tests. */
@NullMarked
package io.tamiyo.operators.redis.source.enumerator;

import org.jspecify.annotations.NullMarked;
