/** Tests of where else what the job publishes goes. */
@NullMarked
package io.tamiyo.operators.routing;

import org.jspecify.annotations.NullMarked;
