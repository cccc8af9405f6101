/** The controller: from a view of a layer to the commands that it would send. */
@NullMarked
package io.tamiyo.operators.tamiyo;

import org.jspecify.annotations.NullMarked;
