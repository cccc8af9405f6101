/** Tests of what is held against what was usual. */
@NullMarked
package io.tamiyo.operators.anomaly;

import org.jspecify.annotations.NullMarked;
