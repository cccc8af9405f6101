/**
 * Flink operators of the control plane, one package a capability, and the Redis Streams connector.
 */
@NullMarked
package io.tamiyo.operators;

import org.jspecify.annotations.NullMarked;
