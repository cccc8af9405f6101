/**
 * Chunked layers inside somebody's training loop: what their seeds do there, and the measurements
 * that follow. What a host reports is taken from here, never made up. Nothing here knows a network
 * or a data set.
 */
@NullMarked
package io.tamiyo.host.training;

import org.jspecify.annotations.NullMarked;
