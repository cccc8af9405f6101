/** Tests of what goes to other regions. */
@NullMarked
package io.tamiyo.operators.mirror;

import org.jspecify.annotations.NullMarked;
