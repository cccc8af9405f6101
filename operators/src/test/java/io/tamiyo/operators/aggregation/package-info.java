/** Tests of what health reports are summed up to. */
@NullMarked
package io.tamiyo.operators.aggregation;

import org.jspecify.annotations.NullMarked;
