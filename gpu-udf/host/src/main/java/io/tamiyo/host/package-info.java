/** The host as a program: a training run whose layers are commanded and report. */
@NullMarked
package io.tamiyo.host;

import org.jspecify.annotations.NullMarked;
