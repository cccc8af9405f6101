package io.tamiyo.operators.routing;

import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Outbound;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what is for people, and copies of it in the streams that the rules name. A copy is the
 * same entry with the same message id, so that who reads both knows. By the rules that hold for the
 * delivery that it comes of, and thus the same for the same journal.
 */
public final class Routing {

  private final StreamNames names;
  private final EntryCodec codec;

  /**
   * @param codec to read how bad an alert is
   */
  public Routing(StreamNames names, EntryCodec codec) {
    this.names = names;
    this.codec = codec;
  }

  /** Hands on an entry, and its copies behind it. */
  public void publish(Outbound entry, RoutingRules rules, Consumer<Outbound> out) {
    out.accept(entry);
    if (rules.isEmpty()) {
      return;
    }
    String type = text(entry.fields(), EntryFields.TYPE);
    if (!Published.isType(type)) {
      return;
    }
    String layer = text(entry.fields(), EntryFields.LAYER);
    for (String route : rules.routesOf(type, layer, severity(type, entry))) {
      out.accept(new Outbound(names.routed(route), entry.fields()));
    }
  }

  private Severity severity(String type, Outbound entry) {
    Published kind = Published.ofType(type);
    if (kind != Published.ALERT) {
      return kind.severity();
    }
    for (Decoded decoded : codec.read(entry.fields())) {
      if (decoded instanceof Decoded.Good good
          && good.message() instanceof PerformanceAlert alert) {
        return alert.severity();
      }
    }
    return kind.severity();
  }

  private static String text(Map<String, byte[]> fields, String name) {
    byte @Nullable [] value = fields.get(name);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
