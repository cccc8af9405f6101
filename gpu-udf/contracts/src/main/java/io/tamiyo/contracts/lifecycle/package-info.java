/**
 * The seed lifecycle: states, the versioned table of legal edges, and the conditions on them, used
 * alike by host and job.
 */
@NullMarked
package io.tamiyo.contracts.lifecycle;

import org.jspecify.annotations.NullMarked;
