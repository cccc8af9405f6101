package io.tamiyo.host.commands;

/**
 * An application that is remembered, so that a copy of the command is known as one.
 *
 * @param commandId the command
 * @param place where the copy stood that was applied
 * @param jobEpoch the incarnation of the job that sent this copy
 * @param stop whether it is an emergency stop, which names no revisions
 */
public record AppliedCommand(String commandId, LogPlace place, long jobEpoch, boolean stop) {}
