/**
 * The chunked kernel: a layer's features divided among seeds, every mix of grafts compiled into one
 * affine map, and the sums that telemetry and learning read. It knows tensors and numbers only: no
 * lifecycle, no messages, no Redis.
 */
@NullMarked
package io.tamiyo.host.kernel;

import org.jspecify.annotations.NullMarked;
