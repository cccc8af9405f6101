/**
 * A running layer and the process that hosts it: what couples a kernel, the protocol, a store and
 * the streams.
 */
@NullMarked
package io.tamiyo.host.layer;

import org.jspecify.annotations.NullMarked;
