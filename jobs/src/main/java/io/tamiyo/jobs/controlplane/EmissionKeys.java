package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.tracking.LeaseOptions;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** The keys of {@link LeaseOptions}: as whom the job sends commands, beside other jobs. */
final class EmissionKeys {

  static final ConfigOption<String> LINEAGE =
      ConfigOptions.key("emission.lineage")
          .stringType()
          .defaultValue(LeaseOptions.DEFAULTS.lineage())
          .withDescription(
              "Jobs of one lineage follow each other without waiting for the lease; by default each"
                  + " submission is its own.");

  static final ConfigOption<Boolean> TAKEOVER =
      ConfigOptions.key("emission.takeover")
          .booleanType()
          .defaultValue(LeaseOptions.DEFAULTS.takeover())
          .withDescription("Take over from another job at once, even though it holds the lease.");

  static final ConfigOption<Duration> LEASE =
      ConfigOptions.key("emission.lease")
          .durationType()
          .defaultValue(LeaseOptions.DEFAULTS.lease())
          .withDescription("How long a job that no longer renews its lease is waited for.");

  static final ConfigOption<Duration> RENEWAL =
      ConfigOptions.key("emission.renewal")
          .durationType()
          .defaultValue(LeaseOptions.DEFAULTS.renewal())
          .withDescription("How often the lease is renewed.");

  private EmissionKeys() {}

  /**
   * @throws IllegalArgumentException when the lease is too short for its renewal
   */
  static LeaseOptions from(ReadableConfig config) {
    try {
      return new LeaseOptions(
          config.get(LINEAGE), config.get(TAKEOVER), config.get(LEASE), config.get(RENEWAL));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          LEASE.key() + ", " + RENEWAL.key() + ": " + e.getMessage(), e);
    }
  }
}
