package io.tamiyo.operators.correlation;

/**
 * One message of a story.
 *
 * @param time of its entry, milliseconds since 1970
 * @param kind what it is
 * @param id its own id
 * @param text what it says, for people
 */
public record Step(long time, StepKind kind, String id, String text) {}
