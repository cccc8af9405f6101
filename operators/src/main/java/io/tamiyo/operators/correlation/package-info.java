/**
 * What led to what: requests, plans, commands, acknowledgements and transitions joined by their
 * correlation ids, as they pass or long after.
 */
@NullMarked
package io.tamiyo.operators.correlation;

import org.jspecify.annotations.NullMarked;
