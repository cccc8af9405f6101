package io.tamiyo.host.kernel;

/**
 * How well a module reproduces its chunk.
 *
 * @param seed whose module
 * @param loss {@code ‖module(x) − x‖² / ‖x‖²}; not finite where it has no scale
 * @param gradient of the loss by each weight, in the order of the kind
 */
public record Reconstruction(int seed, double loss, double[] gradient) {}
