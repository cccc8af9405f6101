/**
 * The door of a layer: entries become deliveries; what arrived before is dropped, what can't be
 * read becomes a dead letter, and every message is counted.
 */
@NullMarked
package io.tamiyo.operators.ingest;

import org.jspecify.annotations.NullMarked;
