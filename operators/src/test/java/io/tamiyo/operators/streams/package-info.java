@NullMarked
package io.tamiyo.operators.streams;

import org.jspecify.annotations.NullMarked;
