/** The vocabulary of the operators' tests: entries by builder, on the real wire. */
@NullMarked
package io.tamiyo.operators.delivery;

import org.jspecify.annotations.NullMarked;
