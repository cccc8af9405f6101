/** Tests of the options that may change while the job runs. */
@NullMarked
package io.tamiyo.operators.config;

import org.jspecify.annotations.NullMarked;
