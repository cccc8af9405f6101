/** The vocabulary of the operators' tests: entries by builder, and a codec in plain JSON. */
@NullMarked
package io.tamiyo.operators.delivery;

import org.jspecify.annotations.NullMarked;
