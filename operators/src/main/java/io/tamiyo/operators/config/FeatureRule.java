package io.tamiyo.operators.config;

import io.tamiyo.contracts.naming.LayerId;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.TreeSet;

/**
 * For which layers a feature is on: for none of the blocked ones, for all of the allowed ones, and
 * for a share of the others.
 *
 * <p>Which layers belong to the share is decided by a hash of feature and layer: the same in every
 * process and for ever, different for each feature, so that not the same layers try everything
 * first; and a layer that has a feature at some share has it at every greater one.
 *
 * @param percent share of the layers, 0 to 100
 * @param allow layers that have it whatever the share is
 * @param block layers that never have it
 */
public record FeatureRule(double percent, Set<String> allow, Set<String> block)
    implements Serializable {

  /** On for every layer. */
  public static final FeatureRule ON = new FeatureRule(100, Set.of(), Set.of());

  private static final double HUNDREDTHS = 100 / (double) (1L << 32);

  public FeatureRule {
    if (!(percent >= 0) || percent > 100) {
      throw new IllegalArgumentException("percent is not in 0 to 100: " + percent);
    }
    allow.forEach(LayerId::require);
    block.forEach(LayerId::require);
    allow = Set.copyOf(allow);
    block = Set.copyOf(block);
    Set<String> both = new TreeSet<>(allow);
    both.retainAll(block);
    if (!both.isEmpty()) {
      throw new IllegalArgumentException("allowed and blocked at once: " + String.join(", ", both));
    }
  }

  /** Whether a layer has the feature. */
  public boolean isOn(Feature feature, String layer) {
    if (block.contains(layer)) {
      return false;
    }
    return allow.contains(layer) || percent >= 100 || place(feature, layer) < percent;
  }

  /** Where a layer stands among all, 0 to 100: it has the feature at every share above. */
  static double place(Feature feature, String layer) {
    byte[] digest =
        sha256().digest((feature.label() + " " + layer).getBytes(StandardCharsets.UTF_8));
    return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt()) * HUNDREDTHS;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
