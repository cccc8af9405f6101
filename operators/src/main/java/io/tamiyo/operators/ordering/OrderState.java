package io.tamiyo.operators.ordering;

import java.util.List;

/**
 * What order keeps of a layer; {@link LayerOrder} is what it works with.
 *
 * @param lanes the orders of its producers, longest silent first
 * @param lanesSeen lanes that there have ever been
 * @param deadLetters messages that could be read when they arrived, and not when they were released
 * @param duplicates messages that ingest no longer knew, found among what is held
 */
public record OrderState(List<Lane> lanes, int lanesSeen, long deadLetters, long duplicates) {}
