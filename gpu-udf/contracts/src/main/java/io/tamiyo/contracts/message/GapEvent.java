package io.tamiyo.contracts.message;

import org.jspecify.annotations.Nullable;

/**
 * Messages were lost on the way in, or may have been.
 *
 * @param stream where
 * @param layerId the layer, or null when the stream has several
 * @param lost how many entries, or null when that can't be known
 * @param reason what was found: trimmed, recreated, sequence, late start, dependency
 * @param producer whose sequence has the hole, or null
 * @param fromSequence first missing sequence, or null
 * @param toSequence last missing sequence, or null
 */
@NativeOnly
public record GapEvent(
    Header header,
    String stream,
    @Nullable String layerId,
    @Nullable Long lost,
    String reason,
    @Nullable String producer,
    @Nullable Long fromSequence,
    @Nullable Long toSequence)
    implements Message {}
