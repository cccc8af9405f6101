package io.tamiyo.operators.correlation;

/**
 * A story that stays open for too long.
 *
 * @param id of the request or command that waits
 * @param story that it belongs to
 * @param waitsFor the step that does not come
 * @param since when the last step came, milliseconds since 1970
 * @param waitedMs for how long it was waited
 * @param entryId where the last step stands
 */
public record Overdue(
    String id, String story, StepKind waitsFor, long since, long waitedMs, String entryId) {}
