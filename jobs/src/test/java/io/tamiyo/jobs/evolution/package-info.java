/**
 * What was kept by earlier releases, and is read by this one: savepoints and what their streams
 * held.
 */
@NullMarked
package io.tamiyo.jobs.evolution;

import org.jspecify.annotations.NullMarked;
