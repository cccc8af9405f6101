@NullMarked
package io.tamiyo.jobs.bench;

import org.jspecify.annotations.NullMarked;
