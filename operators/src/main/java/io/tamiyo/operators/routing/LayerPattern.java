package io.tamiyo.operators.routing;

import io.tamiyo.contracts.naming.LayerId;
import java.io.Serializable;

/**
 * Which layers are meant: a layer's id in which {@code *} stands for any characters and {@code ?}
 * for any one. What is about no layer has the empty id, which {@code *} alone matches.
 *
 * @param glob 1 to 128 characters
 */
record LayerPattern(String glob) implements Serializable {

  /** Every layer, and what is about none. */
  static final LayerPattern ALL = new LayerPattern("*");

  LayerPattern {
    // A wildcard may stand for a letter, which an id may have in any place but beside a dot.
    if (!LayerId.isValid(glob.replace('*', '_').replace('?', '_'))) {
      throw new IllegalArgumentException(
          "layer=" + glob + " is no layer id with * and ? in it; as in layer=encoder.*");
    }
  }

  /**
   * Goes back to the last star only, so that no pattern takes longer than both lengths' product.
   */
  boolean matches(String layer) {
    int at = 0;
    int inGlob = 0;
    int star = -1;
    int afterStar = 0;
    while (at < layer.length()) {
      char expected = inGlob < glob.length() ? glob.charAt(inGlob) : 0;
      if (expected == '*') {
        star = inGlob++;
        afterStar = at;
      } else if (expected == '?' || expected == layer.charAt(at)) {
        inGlob++;
        at++;
      } else if (star >= 0) {
        inGlob = star + 1;
        at = ++afterStar;
      } else {
        return false;
      }
    }
    return glob.substring(inGlob).chars().allMatch(rest -> rest == '*');
  }
}
