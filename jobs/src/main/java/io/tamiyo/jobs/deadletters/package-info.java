/**
 * {@code ./tamiyo dlq}: what could not be processed is listed, looked at, tried again or dropped.
 */
@NullMarked
package io.tamiyo.jobs.deadletters;

import org.jspecify.annotations.NullMarked;
