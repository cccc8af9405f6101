/**
 * What survives a host: one append-only, checksummed log a layer, which begins with a snapshot. A
 * directory of such logs belongs to one host at a time.
 */
@NullMarked
package io.tamiyo.host.store;

import org.jspecify.annotations.NullMarked;
