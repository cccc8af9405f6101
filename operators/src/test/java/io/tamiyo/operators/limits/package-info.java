/** Limits of rates against plain models of them. */
@NullMarked
package io.tamiyo.operators.limits;

import org.jspecify.annotations.NullMarked;
