package io.tamiyo.operators.routing;

import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.naming.LayerId;
import java.io.Serializable;
import java.util.Set;

/**
 * What goes to a stream as well.
 *
 * @param types kinds of message by their names on the wire; empty: all that are published
 * @param layers which layers
 * @param least severity
 * @param to the last part of the stream's name
 */
record RoutingRule(Set<String> types, LayerPattern layers, Severity least, String to)
    implements Serializable {

  RoutingRule {
    types = Set.copyOf(types);
    for (String type : types) {
      if (!Published.isType(type)) {
        throw new IllegalArgumentException(
            "type="
                + type
                + " is not published; expected some of "
                + String.join(",", Published.types()));
      }
    }
    if (!LayerId.isValid(to)) {
      throw new IllegalArgumentException(
          "to=" + to + " is not 1 to 128 of A-Z a-z 0-9 _ . -; as in to=pager");
    }
  }

  boolean matches(String type, String layer, Severity severity) {
    return (types.isEmpty() || types.contains(type))
        && severity.compareTo(least) >= 0
        && layers.matches(layer);
  }
}
