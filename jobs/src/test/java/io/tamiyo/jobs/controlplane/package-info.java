@NullMarked
package io.tamiyo.jobs.controlplane;

import org.jspecify.annotations.NullMarked;
