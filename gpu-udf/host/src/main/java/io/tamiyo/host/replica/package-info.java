/**
 * Data-parallel replicas of a layer: one host decides, all of them put the same seeds in force with
 * the same training step, and one acknowledgement tells how many did.
 */
@NullMarked
package io.tamiyo.host.replica;

import org.jspecify.annotations.NullMarked;
