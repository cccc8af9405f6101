/** The job that mirrors streams to the Redis of another region. */
@NullMarked
package io.tamiyo.jobs.mirror;

import org.jspecify.annotations.NullMarked;
