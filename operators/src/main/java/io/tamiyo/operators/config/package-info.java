/** Options that may change while the job runs, resolved for one layer. */
@NullMarked
package io.tamiyo.operators.config;

import org.jspecify.annotations.NullMarked;
