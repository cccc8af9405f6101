package io.tamiyo.jobs.mirror;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.jobs.controlplane.RedisOptions;
import io.tamiyo.operators.mirror.MirrorRoute;
import io.tamiyo.operators.mirror.MirroredStreams;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.source.StartPosition;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/**
 * Every option of the mirror job, read and checked before anything starts.
 *
 * @param from the Redis that is read
 * @param to the Redis that is written
 * @param route their regions
 * @param names the keys of the installation, the same in both
 * @param streams names and globs
 * @param start where a job without a savepoint starts
 * @param keep about how many entries of each stream stay in the region that is written, its own
 *     included
 */
public record MirrorOptions(
    RedisConnectionOptions from,
    RedisConnectionOptions to,
    MirrorRoute route,
    StreamNames names,
    List<String> streams,
    StartPosition start,
    long keep) {

  public static final ConfigOption<String> FROM_REGION =
      text("from.region", "Name of the region that is read, as in eu-west.");

  public static final ConfigOption<String> FROM_URL_FILE =
      text("from.url-file", "File whose first line is the URL of its Redis.");

  public static final ConfigOption<String> TO_REGION =
      text("to.region", "Name of the region that is written.");

  public static final ConfigOption<String> TO_URL_FILE =
      text("to.url-file", "File whose first line is the URL of its Redis.");

  public static final ConfigOption<String> INSTANCE_ID =
      ConfigOptions.key("instance-id")
          .stringType()
          .defaultValue("")
          .withDescription("First part of every Redis key, in both regions.");

  public static final ConfigOption<String> STREAMS =
      text(
          "streams", "Names and globs of streams, by commas. Default: aggregates, alerts, routed.");

  public static final ConfigOption<Boolean> OWN_ONLY =
      ConfigOptions.key("own-only")
          .booleanType()
          .defaultValue(false)
          .withDescription("Mirror only what was written in the region that is read.");

  public static final ConfigOption<String> START =
      ConfigOptions.key("start")
          .stringType()
          .defaultValue("earliest")
          .withDescription("Where a job without a savepoint starts: earliest or latest.");

  public static final ConfigOption<Long> KEEP =
      ConfigOptions.key("keep")
          .longType()
          .defaultValue(10_000L)
          .withDescription(
              "About how many entries of each stream stay in the region written, its own included; not less than its"
                  + " retention.side-entries.");

  private static final List<ConfigOption<?>> ALL =
      List.of(
          FROM_REGION,
          FROM_URL_FILE,
          TO_REGION,
          TO_URL_FILE,
          INSTANCE_ID,
          STREAMS,
          OWN_ONLY,
          START,
          KEEP);

  public MirrorOptions {
    streams = List.copyOf(streams);
    if (from.address().toString().equals(to.address().toString())) {
      throw new IllegalArgumentException(
          "both regions have the Redis " + from.address() + "; give that of the other region");
    }
    if (keep <= 0) {
      throw new IllegalArgumentException(KEEP.key() + " is " + keep + "; expected at least 1");
    }
  }

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException naming the key that is unknown, missing, unreadable or out of
   *     range, and what was expected
   */
  public static MirrorOptions from(Map<String, String> values) {
    requireKnown(values.keySet());
    Configuration config = Configuration.fromMap(values);
    return of(values, redis(config, FROM_URL_FILE), redis(config, TO_URL_FILE));
  }

  /**
   * As {@link #from}, with connections instead of files.
   *
   * @throws IllegalArgumentException as {@link #from}
   */
  public static MirrorOptions of(
      Map<String, String> values, RedisConnectionOptions from, RedisConnectionOptions to) {
    requireKnown(values.keySet());
    Configuration config = Configuration.fromMap(values);
    StreamNames names = new StreamNames(config.get(INSTANCE_ID));
    return new MirrorOptions(
        from,
        to,
        new MirrorRoute(
            required(config, FROM_REGION), required(config, TO_REGION), config.get(OWN_ONLY)),
        names,
        streams(config, names),
        start(config.get(START)),
        config.get(KEEP));
  }

  /** The names and globs, each of them checked. */
  private static List<String> streams(Configuration config, StreamNames names) {
    return config
        .getOptional(STREAMS)
        .map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList())
        .orElse(MirroredStreams.byDefault(names))
        .stream()
        .map(stream -> MirroredStreams.require(stream, names))
        .toList();
  }

  private static StartPosition start(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "earliest" -> StartPosition.earliest();
      case "latest" -> StartPosition.latest();
      default ->
          throw new IllegalArgumentException(
              START.key() + " is " + text + "; expected earliest or latest");
    };
  }

  private static RedisConnectionOptions redis(Configuration config, ConfigOption<String> option) {
    return RedisOptions.ofFile(option.key(), Path.of(required(config, option)));
  }

  private static String required(Configuration config, ConfigOption<String> option) {
    return config
        .getOptional(option)
        .orElseThrow(() -> new IllegalArgumentException("--" + option.key() + " is missing"));
  }

  private static ConfigOption<String> text(String key, String description) {
    return ConfigOptions.key(key).stringType().noDefaultValue().withDescription(description);
  }

  private static void requireKnown(Set<String> keys) {
    Set<String> unknown = new TreeSet<>(keys);
    ALL.forEach(option -> unknown.remove(option.key()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown option "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", ALL.stream().map(ConfigOption::key).toList()));
    }
  }
}
