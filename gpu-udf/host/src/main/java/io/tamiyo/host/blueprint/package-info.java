/**
 * Blueprints, the weights that a seed can graft, and the minimal learner that fits them to what
 * their chunk carries.
 */
@NullMarked
package io.tamiyo.host.blueprint;

import org.jspecify.annotations.NullMarked;
