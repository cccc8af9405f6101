/**
 * The {@code tamiyo} command line: what people type, and the one line that they read when something
 * is wrong.
 */
@NullMarked
package io.tamiyo.jobs.cli;

import org.jspecify.annotations.NullMarked;
