package io.tamiyo.host;

import io.tamiyo.host.layer.LayerRuntime;
import io.tamiyo.host.training.TrainedKernel;

/**
 * A layer of a host.
 *
 * @param runtime its records and its commands
 * @param kernel what computes it
 */
record HostedLayer(LayerRuntime runtime, TrainedKernel kernel) {}
