@NullMarked
package io.tamiyo.operators.archive;

import org.jspecify.annotations.NullMarked;
