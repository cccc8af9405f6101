package io.tamiyo.operators.correlation;

import java.util.List;

/**
 * What is kept of the open stories of a layer; {@link OpenStories} is what is worked with.
 *
 * @param requests oldest first
 * @param commands oldest first
 */
public record StoredStories(List<AwaitedRequest> requests, List<AwaitedCommand> commands) {}
