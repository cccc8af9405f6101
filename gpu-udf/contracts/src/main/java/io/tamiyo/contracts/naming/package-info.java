/** Identifiers that hosts, people and jobs may choose, and the Redis keys that are made of them. */
@NullMarked
package io.tamiyo.contracts.naming;

import org.jspecify.annotations.NullMarked;
