/** Tests of the controller. */
@NullMarked
package io.tamiyo.operators.tamiyo;

import org.jspecify.annotations.NullMarked;
