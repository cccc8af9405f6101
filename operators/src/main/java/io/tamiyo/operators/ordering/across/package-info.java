/**
 * Orders the deliveries of all layers against each other, where a job is asked to: GLOBAL by the
 * times of their entries, CAUSAL by what messages say that they depend on. Within a layer the order
 * is what {@code order} has made of it.
 */
@NullMarked
package io.tamiyo.operators.ordering.across;

import org.jspecify.annotations.NullMarked;
