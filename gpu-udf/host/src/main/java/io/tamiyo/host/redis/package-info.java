/** Connections of a host to Redis, and how it goes on when they break. */
@NullMarked
package io.tamiyo.host.redis;

import org.jspecify.annotations.NullMarked;
