package io.tamiyo.operators.routing;

import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.PerformanceAlert;
import io.tamiyo.contracts.message.Severity;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.delivery.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what is for people, and copies of it in the streams that the rules name. A copy is the
 * same entry with the same message id, so that who reads both knows; only a dead letter's copy is
 * without the fields of the entry that it is about, which may be large where routed streams are
 * bounded by entries: they are found at its coordinates, and in the dead letters. By the rules that
 * hold for the delivery that it comes of, and thus the same for the same journal.
 */
public final class Routing {

  private final StreamNames names;
  private final EntryCodec codec;

  /**
   * @param codec to read how bad an alert is, and to write dead letters again
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
    List<String> routes = rules.routesOf(type, layer, severity(type, entry));
    if (routes.isEmpty()) {
      return;
    }
    copy(type, entry.fields())
        .ifPresent(
            copy -> routes.forEach(route -> out.accept(new Outbound(names.routed(route), copy))));
  }

  /**
   * The fields of the copies. A dead letter that can't be read again, since it is at the bounds of
   * the wire, stands among the dead letters only.
   */
  private Optional<Map<String, byte[]>> copy(String type, Map<String, byte[]> fields) {
    if (Published.ofType(type) != Published.DEAD_LETTER) {
      return Optional.of(fields);
    }
    for (Decoded decoded : codec.read(fields)) {
      if (decoded instanceof Decoded.Good good && good.message() instanceof DeadLetter letter) {
        return Optional.of(written(type, letter.withoutFields()));
      }
    }
    return Optional.empty();
  }

  private Map<String, byte[]> written(String type, DeadLetter letter) {
    try {
      return codec.write(Places.of(type, letter.layerId(), 1), List.of(letter));
    } catch (IOException impossible) {
      throw new UncheckedIOException("a letter without fields needs no claim check", impossible);
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
