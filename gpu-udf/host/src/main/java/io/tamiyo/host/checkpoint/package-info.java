/**
 * What a layer has learned, on disk: the live weights of its seeds, which move in every step, and
 * checkpoints, which put a layer back to where it was. A file is there as a whole or not at all,
 * says its format, and is checked when it is read.
 */
@NullMarked
package io.tamiyo.host.checkpoint;

import org.jspecify.annotations.NullMarked;
