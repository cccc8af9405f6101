package io.tamiyo.contracts.message;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.SeedState;

/**
 * A seed after a command.
 *
 * @param state its state now
 * @param revision its revision now
 */
public record SeedOutcome(int seedId, SeedState state, Revision revision) {}
