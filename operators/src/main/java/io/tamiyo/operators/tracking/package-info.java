/**
 * Commands on their way: admitted, appended, adopted after a restart, sent again, closed by an
 * acknowledgement; and the ledger.
 */
@NullMarked
package io.tamiyo.operators.tracking;

import org.jspecify.annotations.NullMarked;
