/** Tests of the door of a layer. */
@NullMarked
package io.tamiyo.operators.ingest;

import org.jspecify.annotations.NullMarked;
