/** A queue of byte strings on disk, for what waits longer than memory holds. */
@NullMarked
package io.tamiyo.host.spool;

import org.jspecify.annotations.NullMarked;
