/** How the wire of the Python layers, schema 1.0, differs from the plain form of messages. */
@NullMarked
package io.tamiyo.contracts.wire.python;

import org.jspecify.annotations.NullMarked;
