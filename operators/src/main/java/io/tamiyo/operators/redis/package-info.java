/**
 * The Redis Streams connector: addresses, connections and the one place where a failure of Redis is
 * classified. Its source and sink live in the sub-packages.
 */
@NullMarked
package io.tamiyo.operators.redis;

import org.jspecify.annotations.NullMarked;
