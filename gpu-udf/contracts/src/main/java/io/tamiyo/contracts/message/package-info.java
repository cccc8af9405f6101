/** Every message of the system as a record, and the registry through which new ones are added. */
@NullMarked
package io.tamiyo.contracts.message;

import org.jspecify.annotations.NullMarked;
