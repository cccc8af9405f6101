/**
 * What is measured of a layer and its seeds, one definition a class, with its unit, what it costs
 * and when it is sampled. The mean and the variance of activations are with the kernel that sums
 * them: {@link io.tamiyo.host.kernel.ActivationWindow}.
 */
@NullMarked
package io.tamiyo.host.measurement;

import org.jspecify.annotations.NullMarked;
