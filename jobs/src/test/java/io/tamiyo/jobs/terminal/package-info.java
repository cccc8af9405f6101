/** Tables and times as people see them, and the command line as tests call it. */
@NullMarked
package io.tamiyo.jobs.terminal;

import org.jspecify.annotations.NullMarked;
