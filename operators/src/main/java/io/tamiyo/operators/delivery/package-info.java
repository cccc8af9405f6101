/**
 * What passes between the operators of a layer: the raw entry over the only shuffle, and the
 * delivery along the chain.
 */
@NullMarked
package io.tamiyo.operators.delivery;

import org.jspecify.annotations.NullMarked;
