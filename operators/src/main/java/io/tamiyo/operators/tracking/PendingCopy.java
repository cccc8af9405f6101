package io.tamiyo.operators.tracking;

/**
 * One copy of a command that was sent.
 *
 * @param commandId the command
 * @param epoch the incarnation that sent this copy
 * @param decidedAt stream time of what triggered it, milliseconds
 */
public record PendingCopy(String commandId, long epoch, long decidedAt) {}
