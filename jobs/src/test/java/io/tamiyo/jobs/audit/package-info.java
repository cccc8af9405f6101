@NullMarked
package io.tamiyo.jobs.audit;

import org.jspecify.annotations.NullMarked;
