/**
 * How a graft's strength alpha moves from 0 to 1: pure step functions, one step a training epoch.
 * It knows neither tensors nor seeds.
 */
@NullMarked
package io.tamiyo.host.grafting;

import org.jspecify.annotations.NullMarked;
