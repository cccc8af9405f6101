/**
 * {@code ./tamiyo audit}: what was asked, decided, sent, answered and changed, joined by what led
 * to what.
 */
@NullMarked
package io.tamiyo.jobs.audit;

import org.jspecify.annotations.NullMarked;
