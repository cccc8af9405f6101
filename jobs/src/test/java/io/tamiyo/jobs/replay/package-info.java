@NullMarked
package io.tamiyo.jobs.replay;

import org.jspecify.annotations.NullMarked;
