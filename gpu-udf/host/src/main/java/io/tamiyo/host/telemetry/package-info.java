/**
 * The way of a host's messages into Redis: lanes by urgency, entries with a place in an order, and
 * a thread that sends them again until Redis has them.
 */
@NullMarked
package io.tamiyo.host.telemetry;

import org.jspecify.annotations.NullMarked;
