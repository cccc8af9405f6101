/**
 * The command protocol as plain objects around the real decisions of job and host, in random
 * histories; and the checker that says whether a history was right.
 */
@NullMarked
package io.tamiyo.jobs.protocol;

import org.jspecify.annotations.NullMarked;
