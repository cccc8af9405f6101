/** Dead letters on a real Redis. */
@NullMarked
package io.tamiyo.operators.deadletters;

import org.jspecify.annotations.NullMarked;
