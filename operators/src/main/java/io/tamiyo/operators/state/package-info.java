/** Values that operators keep in Flink state, written by themselves with a version. */
@NullMarked
package io.tamiyo.operators.state;

import org.jspecify.annotations.NullMarked;
