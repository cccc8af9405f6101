/**
 * What stands in which Redis stream: entries on their way into the operators of a layer, and out of
 * them.
 */
@NullMarked
package io.tamiyo.operators.streams;

import org.jspecify.annotations.NullMarked;
