/** Sums up the health reports of a layer in windows of its stream's time. */
@NullMarked
package io.tamiyo.operators.aggregation;

import org.jspecify.annotations.NullMarked;
