/**
 * How messages become the fields of a Redis stream entry and back: the native wire and the
 * python-1.0 wire.
 */
@NullMarked
package io.tamiyo.contracts.wire;

import org.jspecify.annotations.NullMarked;
