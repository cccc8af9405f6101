package io.tamiyo.jobs.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times and spans as people write and read them. */
public final class Times implements ITypeConverter<Duration> {

  private static final int HOURS_SHOWN = 48;

  @Override
  public Duration convert(String text) {
    try {
      return TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException noSpan) {
      throw new TypeConversionException(
          "'" + text + "' is not a span such as 90s, 15min, 2h or 3d");
    }
  }

  /** The moment in UTC, to the second. */
  public static String utc(long ms) {
    return Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** How long it is until a moment, in its greatest unit. */
  public static String until(long ms, long nowMs) {
    if (ms <= nowMs) {
      return "now";
    }
    Duration wait = Duration.ofMillis(ms - nowMs + Duration.ofSeconds(1).toMillis() - 1);
    return wait.toMinutes() < 1 ? "in " + wait.toSeconds() + "s" : "in " + wait.toMinutes() + "min";
  }

  /** How long ago a moment was, in its greatest unit. */
  public static String ago(long ms, long nowMs) {
    Duration age = Duration.ofMillis(Math.max(0, nowMs - ms));
    if (age.toMinutes() < 1) {
      return age.toSeconds() + "s ago";
    }
    if (age.toHours() < 1) {
      return age.toMinutes() + "min ago";
    }
    return age.toHours() < HOURS_SHOWN ? age.toHours() + "h ago" : age.toDays() + "d ago";
  }
}
