/** Restores the order in which each producer sent. */
@NullMarked
package io.tamiyo.operators.ordering;

import org.jspecify.annotations.NullMarked;
