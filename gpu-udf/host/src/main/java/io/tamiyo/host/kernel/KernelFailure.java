package io.tamiyo.host.kernel;

import java.util.OptionalInt;

/**
 * Why a layer stopped to apply its seeds.
 *
 * @param seed the seed to blame, where it is known
 * @param reason what was seen, for people
 */
public record KernelFailure(OptionalInt seed, String reason) {}
