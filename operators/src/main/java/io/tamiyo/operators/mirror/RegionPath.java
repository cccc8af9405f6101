package io.tamiyo.operators.mirror;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The regions that an entry has passed, the first being where it was written; as text {@code
 * eu,us}. Since no mirror takes an entry into a region of its path, a path never has a region twice
 * and no entry goes round.
 *
 * @param regions none for an entry that was never mirrored
 */
record RegionPath(List<String> regions) {

  /** Regions at most, and with them the copies of an entry in a chain of mirrors. */
  static final int MAX_REGIONS = 16;

  /** Of an entry that was never mirrored. */
  static final RegionPath NONE = new RegionPath(List.of());

  private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  RegionPath {
    regions = List.copyOf(regions);
  }

  /**
   * Returns the name of a region.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String require(String what, String region) {
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          what + " is \"" + region + "\"; expected 1 to 32 of a-z 0-9 -, as in eu-west");
    }
    return region;
  }

  /** Reads the field of an entry; empty when it is no path, so that nobody knows where it was. */
  static Optional<RegionPath> read(byte @Nullable [] field) {
    if (field == null) {
      return Optional.of(NONE);
    }
    List<String> regions =
        List.of(new String(field, StandardCharsets.US_ASCII).split(",", MAX_REGIONS + 1));
    boolean isPath =
        regions.size() <= MAX_REGIONS
            && regions.stream().allMatch(region -> REGION.matcher(region).matches());
    return isPath ? Optional.of(new RegionPath(regions)) : Optional.empty();
  }

  /** Whether the entry was never mirrored. */
  boolean isEmpty() {
    return regions.isEmpty();
  }

  boolean has(String region) {
    return regions.contains(region);
  }

  /** The same path with a region at its end, if it was not passed yet. */
  RegionPath via(String region) {
    if (has(region)) {
      return this;
    }
    List<String> longer = new ArrayList<>(regions);
    longer.add(region);
    return new RegionPath(longer);
  }

  /** What {@link #read} reads. */
  byte[] field() {
    return String.join(",", regions).getBytes(StandardCharsets.US_ASCII);
  }
}
