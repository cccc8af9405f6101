/** Ways from a thread that must not wait to one that may. */
@NullMarked
package io.tamiyo.host.ring;

import org.jspecify.annotations.NullMarked;
