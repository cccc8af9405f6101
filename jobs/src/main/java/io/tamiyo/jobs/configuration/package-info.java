/**
 * {@code ./tamiyo config} and {@code flags}: options that change while the job runs, checked before
 * they are set.
 */
@NullMarked
package io.tamiyo.jobs.configuration;

import org.jspecify.annotations.NullMarked;
