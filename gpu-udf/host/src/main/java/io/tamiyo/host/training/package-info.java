/**
 * A small network that learns the two spirals with chunked layers in its forward pass, and the
 * measurements that follow from that training: what a host reports is taken from here, never made
 * up.
 */
@NullMarked
package io.tamiyo.host.training;

import org.jspecify.annotations.NullMarked;
