@NullMarked
package io.tamiyo.operators.audit;

import org.jspecify.annotations.NullMarked;
