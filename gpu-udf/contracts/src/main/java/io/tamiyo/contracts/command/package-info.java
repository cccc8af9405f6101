/**
 * What a command is held to: revisions of its targets, the job epoch that sent it, and its
 * identity.
 */
@NullMarked
package io.tamiyo.contracts.command;

import org.jspecify.annotations.NullMarked;
