package io.tamiyo.operators.limits;

/** What a producer may send still. */
public record ProducerBucket(String producer, TokenBucket bucket) {}
