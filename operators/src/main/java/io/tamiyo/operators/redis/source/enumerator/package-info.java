/** The coordinator's side: discovers streams, assigns them to readers, and trims them. */
@NullMarked
package io.tamiyo.operators.redis.source.enumerator;

import org.jspecify.annotations.NullMarked;
