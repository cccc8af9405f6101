@NullMarked
package io.tamiyo.operators.state;

import org.jspecify.annotations.NullMarked;
