/** The one form in which every benchmark says what it found, in whatever process it ran. */
@NullMarked
package io.tamiyo.contracts.bench;

import org.jspecify.annotations.NullMarked;
