/** Compressed payloads, whose size is bounded before or while they are decompressed. */
@NullMarked
package io.tamiyo.contracts.wire.compression;

import org.jspecify.annotations.NullMarked;
