/**
 * The host's half of the command protocol, without input or output: the gate that decides, the
 * records of what was decided, and the state that follows from them alone.
 */
@NullMarked
package io.tamiyo.host.commands;

import org.jspecify.annotations.NullMarked;
