/**
 * {@code ./tamiyo replay}: puts entries of the past, with their ids, into the streams of another
 * installation, where a job reads them as if it were then.
 */
@NullMarked
package io.tamiyo.jobs.replay;

import org.jspecify.annotations.NullMarked;
