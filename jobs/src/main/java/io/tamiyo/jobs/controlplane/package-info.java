/** The control-plane job: its graph, its options, its main. */
@NullMarked
package io.tamiyo.jobs.controlplane;

import org.jspecify.annotations.NullMarked;
