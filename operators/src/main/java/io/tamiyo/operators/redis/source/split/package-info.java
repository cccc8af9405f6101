/** A split: one stream with the position up to which it was read, and its wire form. */
@NullMarked
package io.tamiyo.operators.redis.source.split;

import org.jspecify.annotations.NullMarked;
