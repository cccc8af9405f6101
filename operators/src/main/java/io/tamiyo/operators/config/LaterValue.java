package io.tamiyo.operators.config;

import org.jspecify.annotations.Nullable;

/**
 * A value that holds from a time on.
 *
 * @param fromMs the time of the layers' streams, milliseconds
 * @param place the layer, or empty for all
 * @param key the option
 * @param value its value, or null for its default
 */
public record LaterValue(long fromMs, String place, String key, @Nullable String value) {}
