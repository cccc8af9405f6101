@NullMarked
package io.tamiyo.jobs.cli;

import org.jspecify.annotations.NullMarked;
