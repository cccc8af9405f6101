/** Reads the logs through which a host is commanded. */
@NullMarked
package io.tamiyo.host.control;

import org.jspecify.annotations.NullMarked;
