/** Tests of the commands on their way, and of the job epochs. */
@NullMarked
package io.tamiyo.operators.tracking;

import org.jspecify.annotations.NullMarked;
