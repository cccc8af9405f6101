package io.tamiyo.operators.mirror;

import io.tamiyo.contracts.naming.StreamNames;
import java.util.List;

/**
 * Which streams may be mirrored. What hosts and jobs read may not: a command would be applied in
 * two regions, and a configuration, an acknowledgement or a dead letter that is replayed would be
 * taken for one of the region's own.
 */
public final class MirroredStreams {

  private static final String OURS = "kasmina.";

  /** What names begin with, behind the installation, that are read by hosts or jobs. */
  private static final List<String> READ =
      List.of(
          "kasmina.inbound",
          "kasmina.control",
          "kasmina.config",
          "kasmina.replicas",
          "kasmina.deadletter",
          "kasmina.claim",
          "kasmina.unclaimed",
          "morphogenetic",
          "tamiyo");

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
    if (!isMirrored(nameOrGlob, names)) {
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

  /**
   * Whether a stream that a glob has found is mirrored. Of a name of this installation only the
   * beginning counts: what stands behind it, a layer or a route, may be called anything. Of other
   * names nobody can tell where the installation ends, so that they have what is read nowhere.
   */
  static boolean isMirrored(String stream, StreamNames names) {
    String name = names.withoutInstance(stream).orElse(stream);
    if (name.startsWith(OURS)) {
      return READ.stream().noneMatch(read -> (name + ".").startsWith(read + "."));
    }
    return READ.stream().noneMatch(read -> ("." + name + ".").contains("." + read + "."));
  }
}
