/**
 * Blueprints, the weights that a seed can graft: their kinds, and how they are learned, from sums
 * or from gradients. Numbers only, no tensors.
 */
@NullMarked
package io.tamiyo.host.blueprint;

import org.jspecify.annotations.NullMarked;
