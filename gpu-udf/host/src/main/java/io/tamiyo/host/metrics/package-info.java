/** What a host tells those who watch it: Prometheus metrics and its health, over HTTP. */
@NullMarked
package io.tamiyo.host.metrics;

import org.jspecify.annotations.NullMarked;
