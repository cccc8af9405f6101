/** Tests of the order in which deliveries go on. */
@NullMarked
package io.tamiyo.operators.ordering;

import org.jspecify.annotations.NullMarked;
