@NullMarked
package io.tamiyo.jobs.demo;

import org.jspecify.annotations.NullMarked;
