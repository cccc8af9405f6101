/** The commands that change options and flags, on a real Redis. */
@NullMarked
package io.tamiyo.jobs.configuration;

import org.jspecify.annotations.NullMarked;
