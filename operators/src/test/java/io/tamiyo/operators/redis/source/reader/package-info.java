/** Tests. */
@NullMarked
package io.tamiyo.operators.redis.source.reader;

import org.jspecify.annotations.NullMarked;
