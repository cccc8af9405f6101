/** Takes streams that people read to the Redis of another region. */
@NullMarked
package io.tamiyo.operators.mirror;

import org.jspecify.annotations.NullMarked;
