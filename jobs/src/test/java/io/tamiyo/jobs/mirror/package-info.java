/** Tests of the mirror job. */
@NullMarked
package io.tamiyo.jobs.mirror;

import org.jspecify.annotations.NullMarked;
