/** Whether a host is well: checks that anybody can add, and what they come to together. */
@NullMarked
package io.tamiyo.host.health;

import org.jspecify.annotations.NullMarked;
