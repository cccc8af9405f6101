/** Sends what the job publishes for people to other streams too, by rules. */
@NullMarked
package io.tamiyo.operators.routing;

import org.jspecify.annotations.NullMarked;
