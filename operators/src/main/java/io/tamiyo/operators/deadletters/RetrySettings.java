package io.tamiyo.operators.deadletters;

import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.tracking.LeaseOptions;
import java.io.Serializable;

/**
 * How a job tries dead letters again.
 *
 * @param options how often, and when
 * @param emission as whom the job sends commands: only the one that sends them tries again
 * @param audited whether the audit is told
 */
public record RetrySettings(RetryOptions options, LeaseOptions emission, boolean audited)
    implements Serializable {}
