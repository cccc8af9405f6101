@NullMarked
package io.tamiyo.jobs.cluster;

import org.jspecify.annotations.NullMarked;
