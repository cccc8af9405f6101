/**
 * Binds messages to JSON trees: strictly, within limits, and with the path of whatever is wrong.
 */
@NullMarked
package io.tamiyo.contracts.wire.json;

import org.jspecify.annotations.NullMarked;
