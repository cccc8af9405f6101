/**
 * Dead letters as they stand in Redis: read, put back into their streams, and tried again by the
 * job where their cause passes by itself.
 */
@NullMarked
package io.tamiyo.operators.deadletters;

import org.jspecify.annotations.NullMarked;
