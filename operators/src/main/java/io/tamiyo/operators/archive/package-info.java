/**
 * The journal of the layers on disk: every entry that was accepted, in the order in which the job
 * took it, in files that can be read long after Redis has trimmed its streams.
 */
@NullMarked
package io.tamiyo.operators.archive;

import org.jspecify.annotations.NullMarked;
