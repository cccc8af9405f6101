package io.tamiyo.operators.mirror;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * From which region entries go to which.
 *
 * <p>A copy has the fields of the entry and two more. {@link #REGIONS} are those that it has
 * passed, the one that it is in included; an entry is not taken into a region that it has passed,
 * so that mirrors in both directions, or in a ring, come to an end. {@link #ORIGIN} is where it was
 * written, as {@code region/entry id}: two copies in one stream with the same origin are the same
 * entry, taken twice by a mirror that was restarted. What the mirror writes itself, a gap event,
 * stands at no place there and has {@code region/gap/message id}.
 *
 * @param from the region that is read
 * @param to the region that is written
 * @param ownOnly only what was written in {@code from} itself: where each of several regions is
 *     mirrored to each other, everything else comes from where it was written
 */
public record MirrorRoute(String from, String to, boolean ownOnly) implements Serializable {

  /** The field with the regions that an entry has passed. */
  public static final String REGIONS = "regions";

  /** The field with the place where it was written. */
  public static final String ORIGIN = "origin";

  public MirrorRoute {
    RegionPath.require("the region that is read", from);
    RegionPath.require("the region that is written", to);
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "both regions are \"" + from + "\"; a mirror goes from one region to another");
    }
  }

  /**
   * Decides what becomes of an entry.
   *
   * @param entryId where the entry stands in the region that is read
   */
  MirrorDecision decide(String entryId, Map<String, byte[]> fields) {
    RegionPath path = RegionPath.read(fields.get(REGIONS)).orElse(null);
    if (path == null) {
      return new MirrorDecision.Unreadable(
          REGIONS, "is not 1 to " + RegionPath.MAX_REGIONS + " regions, as in eu,us");
    }
    if (path.has(to) || (ownOnly && !path.isEmpty())) {
      return new MirrorDecision.Stays();
    }
    RegionPath longer = path.via(from).via(to);
    if (longer.regions().size() > RegionPath.MAX_REGIONS) {
      return new MirrorDecision.Unreadable(
          REGIONS,
          "would have " + longer.regions().size() + " regions of " + RegionPath.MAX_REGIONS);
    }
    return new MirrorDecision.Copied(copy(entryId, fields, path, longer));
  }

  /** The fields of an event that the mirror writes itself, of what it could not read. */
  Map<String, byte[]> event(String messageId, Map<String, byte[]> fields) {
    return copy("gap/" + messageId, fields, RegionPath.NONE, RegionPath.NONE.via(from).via(to));
  }

  private Map<String, byte[]> copy(
      String place, Map<String, byte[]> fields, RegionPath path, RegionPath longer) {
    Map<String, byte[]> copy = new LinkedHashMap<>(fields);
    copy.put(REGIONS, longer.field());
    if (path.isEmpty() || !fields.containsKey(ORIGIN)) {
      copy.put(ORIGIN, (from + "/" + place).getBytes(StandardCharsets.US_ASCII));
    }
    return copy;
  }
}
