/** What commands about a running installation share: which Redis it is on, and how tables look. */
@NullMarked
package io.tamiyo.jobs.terminal;

import org.jspecify.annotations.NullMarked;
