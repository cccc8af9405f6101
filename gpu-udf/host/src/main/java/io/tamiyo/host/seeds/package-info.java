/**
 * The seeds of a layer as their host knows them: immutable tables, changes between them, and the
 * transitions that a host makes of its own accord.
 */
@NullMarked
package io.tamiyo.host.seeds;

import org.jspecify.annotations.NullMarked;
