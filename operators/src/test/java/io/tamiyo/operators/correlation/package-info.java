@NullMarked
package io.tamiyo.operators.correlation;

import org.jspecify.annotations.NullMarked;
