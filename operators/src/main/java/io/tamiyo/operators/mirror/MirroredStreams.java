package io.tamiyo.operators.mirror;

import io.tamiyo.contracts.naming.StreamNames;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which streams may be mirrored. What hosts and jobs read may not: a command would be applied in
 * two regions, and a configuration, an acknowledgement or a dead letter that is replayed would be
 * taken for one of the region's own.
 */
public final class MirroredStreams {

  /** First parts of names, behind the installation, that are read by hosts or jobs. */
  private static final List<String> READ =
      List.of(
          "kasmina.inbound.",
          "kasmina.control.",
          "kasmina.config",
          "kasmina.replicas.",
          "kasmina.deadletter",
          "kasmina.claim.",
          "kasmina.unclaimed.",
          "morphogenetic.",
          "tamiyo.");

  private static final Pattern READ_IN_ANY_INSTALLATION =
      Pattern.compile(
          "(.*\\.)?(kasmina\\.(inbound|control|config|replicas|deadletter|claim|unclaimed)"
              + "|morphogenetic|tamiyo)(\\..*)?",
          Pattern.DOTALL);

  private MirroredStreams() {}

  /** What is mirrored where nothing is said: aggregates, alerts, and all routed streams. */
  public static List<String> byDefault(StreamNames names) {
    return List.of(names.aggregates(), names.alerts(), names.routed("any").replaceAll("any$", "*"));
  }

  /**
   * Returns the name or glob of streams, none of which is read in this installation.
   *
   * @throws IllegalArgumentException naming a stream that it would include, and why that must not
   *     be
   */
  public static String require(String nameOrGlob, StreamNames names) {
    if (nameOrGlob.isBlank()) {
      throw new IllegalArgumentException("the name of a stream to mirror is empty");
    }
    if (!isMirrored(nameOrGlob)) {
      throw refused(nameOrGlob + " is", names);
    }
    String known = nameOrGlob.replaceAll("(?s)[*?\\[].*", "");
    String installation = names.instanceId().isEmpty() ? "" : names.instanceId() + ".";
    if (known.length() < nameOrGlob.length()) {
      for (String read : READ) {
        for (String name : List.of(read, installation + read)) {
          if (name.startsWith(known)) {
            throw refused(nameOrGlob + " may find " + name + ", which is", names);
          }
        }
      }
    }
    return nameOrGlob;
  }

  private static IllegalArgumentException refused(String found, StreamNames names) {
    return new IllegalArgumentException(
        found
            + " read by hosts or jobs: commands would be applied in two regions. Mirror what people"
            + " read, as in "
            + String.join(",", byDefault(names)));
  }

  /** Whether a stream that a glob has found is mirrored. */
  static boolean isMirrored(String stream) {
    return !READ_IN_ANY_INSTALLATION.matcher(stream).matches();
  }
}
