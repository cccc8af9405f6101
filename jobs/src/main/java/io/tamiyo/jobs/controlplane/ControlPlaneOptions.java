package io.tamiyo.jobs.controlplane;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.archive.ArchiveOptions;
import io.tamiyo.operators.audit.AuditOptions;
import io.tamiyo.operators.config.LayerConfig;
import io.tamiyo.operators.config.LayerConfigs;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.ingest.IngestOptions;
import io.tamiyo.operators.ordering.across.AcrossOptions;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.source.enumerator.RetentionOptions;
import io.tamiyo.operators.redis.source.enumerator.StreamBound;
import io.tamiyo.operators.tracking.LeaseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/**
 * Every option of the job, read and checked before anything starts.
 *
 * @param redis the server
 * @param names the keys of the installation
 * @param streams how the layers' streams are read
 * @param retention how long they may get
 * @param deadLetters how many of them are kept, and for how long
 * @param retries how those are tried again whose cause passes by itself
 * @param sideEntries entries kept of each stream that only people read
 * @param archive where the journal is kept, if it is
 * @param audit what is told of the way of requests and commands
 * @param emission as whom it sends commands, beside other jobs
 * @param ingest how much is remembered to know duplicates
 * @param across the order of the deliveries of all layers
 * @param layers what may change while it runs, as it holds where nothing was configured
 */
public record ControlPlaneOptions(
    RedisConnectionOptions redis,
    StreamNames names,
    StreamOptions streams,
    RetentionOptions retention,
    StreamBound deadLetters,
    RetryOptions retries,
    long sideEntries,
    Optional<ArchiveOptions> archive,
    AuditOptions audit,
    LeaseOptions emission,
    IngestOptions ingest,
    AcrossOptions across,
    LayerConfig layers) {

  static final ConfigOption<String> INSTANCE_ID =
      ConfigOptions.key("instance-id")
          .stringType()
          .defaultValue("")
          .withDescription(
              "First part of every Redis key; tells installations on one Redis apart.");

  static final ConfigOption<Double> EPOCH_SCALE =
      ConfigOptions.key("lifecycle.epoch-scale")
          .doubleType()
          .defaultValue(1.0)
          .withDescription(
              "All least training epochs are multiplied by this; the hosts must be given the same.");

  /**
   * Reads the options.
   *
   * @param values by key
   * @param environment variables
   * @throws IllegalArgumentException naming the key that is unknown, unreadable or out of range,
   *     and what was expected
   */
  public static ControlPlaneOptions from(
      Map<String, String> values, Map<String, String> environment) {
    requireKnown(values.keySet());
    Configuration config = Configuration.fromMap(values);
    LayerConfig layers = new LayerConfigs(LayerConfig.DEFAULTS).resolve(values, Map.of());
    StreamNames names = new StreamNames(config.get(INSTANCE_ID));
    ControlPlaneOptions options =
        new ControlPlaneOptions(
            RedisOptions.from(config, environment),
            names,
            StreamOptions.from(config),
            RetentionKeys.from(config),
            RetentionKeys.ofDeadLetters(config, names),
            RetryKeys.from(config),
            config.get(RetentionKeys.SIDE_ENTRIES),
            ArchiveKeys.from(config),
            AuditKeys.from(config),
            EmissionKeys.from(config),
            IngestKeys.from(config),
            AcrossKeys.from(config),
            layers);
    return options.withEpochScale(config.get(EPOCH_SCALE));
  }

  /**
   * As {@link #from}, of {@code --key value} pairs.
   *
   * @throws IllegalArgumentException as {@link #from}
   */
  public static ControlPlaneOptions parse(String[] arguments, Map<String, String> environment) {
    return from(Arguments.parse(arguments), environment);
  }

  /** The documents' values for an installation. */
  public static ControlPlaneOptions defaults(String redisUrl, StreamNames names) {
    return from(
        Map.of(RedisOptions.URL.key(), redisUrl, INSTANCE_ID.key(), names.instanceId()), Map.of());
  }

  /** The same with every least number of training epochs multiplied. */
  public ControlPlaneOptions withEpochScale(double scale) {
    return new ControlPlaneOptions(
        redis,
        names,
        streams,
        retention,
        deadLetters,
        retries,
        sideEntries,
        archive,
        audit,
        emission,
        ingest,
        across,
        layers.withEpochScale(scale));
  }

  /** Whether anything is told to who audits. */
  public boolean isAudited() {
    return audit.topic() || archive.isPresent();
  }

  /** Every option with its key, default and description. */
  public static List<ConfigOption<?>> all() {
    List<ConfigOption<?>> all =
        new ArrayList<>(
            List.of(
                RedisOptions.URL,
                RedisOptions.URL_FILE,
                INSTANCE_ID,
                StreamOptions.START,
                StreamOptions.DISCOVER_EVERY,
                StreamOptions.TICK_AFTER,
                StreamOptions.FORGET_AFTER,
                StreamOptions.GAP_POLICY,
                RetentionKeys.MAX_AGE,
                RetentionKeys.SHARE_OF_MAX_MEMORY,
                RetentionKeys.MAX_BYTES,
                RetentionKeys.SIDE_ENTRIES,
                RetentionKeys.DEAD_LETTERS_MAX_AGE,
                RetentionKeys.DEAD_LETTERS_MAX_BYTES,
                ArchiveKeys.PATH,
                ArchiveKeys.MAX_AGE,
                ArchiveKeys.MAX_BYTES,
                AuditKeys.TOPIC,
                AuditKeys.OPEN_AFTER,
                AuditKeys.MAX_OPEN,
                AuditKeys.MAX_AGE,
                AuditKeys.MAX_BYTES,
                EmissionKeys.LINEAGE,
                EmissionKeys.TAKEOVER,
                EmissionKeys.LEASE,
                EmissionKeys.RENEWAL,
                IngestKeys.MAX_PRODUCERS,
                IngestKeys.REMEMBERED_IDS,
                IngestKeys.REMEMBER_IDS_FOR,
                EPOCH_SCALE));
    all.addAll(RetryKeys.all());
    all.addAll(AcrossKeys.all());
    all.addAll(LayerConfigs.options());
    return List.copyOf(all);
  }

  private static void requireKnown(Set<String> keys) {
    Set<String> unknown = new TreeSet<>(keys);
    all().forEach(option -> unknown.remove(option.key()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown option " + String.join(", ", unknown));
    }
  }
}
