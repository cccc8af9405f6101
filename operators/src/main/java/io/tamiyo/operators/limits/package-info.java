/** How much a producer and a layer may send, in the time of the layer's stream. */
@NullMarked
package io.tamiyo.operators.limits;

import org.jspecify.annotations.NullMarked;
