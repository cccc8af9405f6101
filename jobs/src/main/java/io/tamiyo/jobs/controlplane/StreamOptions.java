package io.tamiyo.jobs.controlplane;

import io.tamiyo.operators.redis.source.GapPolicy;
import io.tamiyo.operators.redis.source.StartPosition;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How the streams of the layers are read.
 *
 * @param start where a job without a savepoint starts
 * @param discoverEvery how often new streams are looked for
 * @param tickAfter a layer that is silent for this long gets a tick, which moves its time on
 * @param forgetAfter a layer whose host has sent nothing for this long is forgotten
 * @param gapPolicy where to go on when entries were lost
 */
record StreamOptions(
    StartPosition start,
    Duration discoverEvery,
    Duration tickAfter,
    Duration forgetAfter,
    GapPolicy gapPolicy) {

  static final ConfigOption<String> START =
      ConfigOptions.key("streams.start")
          .stringType()
          .defaultValue("earliest")
          .withDescription(
              "Where a job without a savepoint starts: earliest, latest, or milliseconds since 1970.");

  static final ConfigOption<Duration> DISCOVER_EVERY =
      ConfigOptions.key("streams.discover-every")
          .durationType()
          .defaultValue(Duration.ofMillis(200))
          .withDescription("How often new streams are looked for.");

  static final ConfigOption<Duration> TICK_AFTER =
      ConfigOptions.key("streams.tick-after")
          .durationType()
          .defaultValue(Duration.ofMillis(100))
          .withDescription("A layer that is silent for this long gets a tick.");

  static final ConfigOption<Duration> FORGET_AFTER =
      ConfigOptions.key("streams.forget-after")
          .durationType()
          .defaultValue(Duration.ofHours(24))
          .withDescription(
              "A layer whose host has sent nothing for this long, in the time of its stream, is"
                  + " forgotten; counted anew when the job starts.");

  static final ConfigOption<GapPolicy> GAP_POLICY =
      ConfigOptions.key("streams.gap-policy")
          .enumType(GapPolicy.class)
          .defaultValue(GapPolicy.REPORT)
          .withDescription("What to do when entries were lost: they are reported in any case.");

  StreamOptions {
    requirePositive(DISCOVER_EVERY, discoverEvery);
    requirePositive(TICK_AFTER, tickAfter);
    if (forgetAfter.compareTo(tickAfter) <= 0) {
      throw new IllegalArgumentException(
          "%s is %s; expected more than %s, %s"
              .formatted(FORGET_AFTER.key(), forgetAfter, TICK_AFTER.key(), tickAfter));
    }
  }

  static StreamOptions from(ReadableConfig config) {
    return new StreamOptions(
        start(config.get(START)),
        config.get(DISCOVER_EVERY),
        config.get(TICK_AFTER),
        config.get(FORGET_AFTER),
        config.get(GAP_POLICY));
  }

  private static StartPosition start(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "earliest" -> StartPosition.earliest();
      case "latest" -> StartPosition.latest();
      default -> StartPosition.timestamp(millis(text));
    };
  }

  private static long millis(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          START.key() + " is " + text + "; expected earliest, latest or milliseconds since 1970",
          e);
    }
  }

  private static void requirePositive(ConfigOption<Duration> option, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          option.key() + " is " + value + "; expected at least 1 ms");
    }
  }
}
