/**
 * The demo's network: the two spirals, learned with chunked layers in the forward pass. It uses
 * these layers as anybody's training loop does.
 */
@NullMarked
package io.tamiyo.host.spirals;

import org.jspecify.annotations.NullMarked;
