/** Tests of the orders across layers. */
@NullMarked
package io.tamiyo.operators.ordering.across;

import org.jspecify.annotations.NullMarked;
