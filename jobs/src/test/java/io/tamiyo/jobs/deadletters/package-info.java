/** The dead letter commands, on a real Redis. */
@NullMarked
package io.tamiyo.jobs.deadletters;

import org.jspecify.annotations.NullMarked;
