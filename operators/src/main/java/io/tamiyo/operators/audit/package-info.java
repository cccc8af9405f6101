/**
 * What happened around the layers, told to who audits: each step of a story as it passes, and what
 * the job has published, in files and in a stream.
 */
@NullMarked
package io.tamiyo.operators.audit;

import org.jspecify.annotations.NullMarked;
