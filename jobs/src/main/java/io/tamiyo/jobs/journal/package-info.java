/** The past of an installation: from the archive of its job, or from its streams. */
@NullMarked
package io.tamiyo.jobs.journal;

import org.jspecify.annotations.NullMarked;
