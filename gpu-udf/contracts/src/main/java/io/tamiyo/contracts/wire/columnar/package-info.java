/** Health reports as columns: typed arrays (RFC 8746) in CBOR. */
@NullMarked
package io.tamiyo.contracts.wire.columnar;

import org.jspecify.annotations.NullMarked;
