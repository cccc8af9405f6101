package io.tamiyo.host.bench;

import io.tamiyo.host.telemetry.BacklogOptions;
import java.util.List;

/**
 * What a host may keep during outages of 2 s.
 *
 * @param name in the report
 * @param outages how many
 * @param backlog what it may keep
 */
record OutageCase(String name, int outages, BacklogOptions backlog) {

  private static final long LITTLE_MEMORY = 1 << 20;
  private static final long LITTLE_DISK = 1 << 18;

  /** Outages that memory holds, ones that only the disk holds, and ones that neither does. */
  static List<OutageCase> all(int outages) {
    int fewer = Math.max(1, outages / 3);
    BacklogOptions little = BacklogOptions.DEFAULTS.withMaxMemoryBytes(LITTLE_MEMORY);
    return List.of(
        new OutageCase("memory", outages, BacklogOptions.DEFAULTS),
        new OutageCase("disk", fewer, little),
        new OutageCase("beyond-disk", fewer, little.withMaxDiskBytes(LITTLE_DISK)));
  }
}
