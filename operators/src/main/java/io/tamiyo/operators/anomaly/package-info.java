/** Holds what seeds report against what was usual. */
@NullMarked
package io.tamiyo.operators.anomaly;

import org.jspecify.annotations.NullMarked;
