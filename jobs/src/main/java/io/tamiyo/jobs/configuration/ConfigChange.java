package io.tamiyo.jobs.configuration;

import io.tamiyo.contracts.message.ConfigUpdate;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.jobs.cluster.CommandFailure;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.streams.Installed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * A change of options as one entry of the configuration stream. It is checked against everything
 * that was set, and written only if nobody has written in between; then it is checked again.
 *
 * @param layer the layer, or null for all
 * @param values by key, null to take a value back
 * @param effectiveFrom seconds since the epoch, or null for at once
 * @param reason why, for whoever asks later
 */
record ConfigChange(
    @Nullable String layer,
    Map<String, Optional<String>> values,
    @Nullable Double effectiveFrom,
    String reason) {

  /** Under this name the reason stands in the metadata. */
  static final String REASON = "reason";

  private static final int MOST_ATTEMPTS = 10;

  /** KEYS: the stream. ARGV: the last id that was read, names and values. */
  private static final String APPEND =
      """
      local entries = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
      local last = '0-0'
      if #entries > 0 then
        last = entries[1][1]
      end
      if last ~= ARGV[1] then
        return ''
      end
      return redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2))
      """;

  /**
   * Makes the change.
   *
   * @return the version that the configuration has now
   * @throws CommandFailure saying why it is refused
   */
  StreamId write(Installed installed) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      ConfigBook book = ConfigBook.read(installed);
      List<ConfigUpdate> updates = check(book, installed.now());
      String id = append(installed, book.last(), updates);
      if (!id.isEmpty()) {
        return StreamId.parse(id);
      }
    }
    throw new CommandFailure("others change the configuration all the time; try again");
  }

  /**
   * The messages of the change.
   *
   * @throws CommandFailure saying why it is refused
   */
  List<ConfigUpdate> check(ConfigBook book, long nowMs) {
    List<ConfigUpdate> updates = new ArrayList<>();
    values.forEach((key, value) -> updates.add(update(key, value.orElse(null), nowMs)));
    Optional<String> refusal = book.refusal(updates, nowMs);
    if (refusal.isPresent()) {
      String why = refusal.get() + explained();
      throw new CommandFailure(
          why + (why.endsWith("?") ? " Nothing was set" : "; nothing was set"));
    }
    return updates;
  }

  private ConfigUpdate update(String key, @Nullable String value, long nowMs) {
    Header header =
        Header.of(UUID.randomUUID().toString(), nowMs / 1000.0, System.getProperty("user.name"));
    return new ConfigUpdate(
        reason.isEmpty() ? header : header.withMetadata(Map.of(REASON, reason)),
        layer,
        key,
        value,
        effectiveFrom);
  }

  /** What the options are, where there is one only or few. */
  private String explained() {
    StringBuilder text = new StringBuilder();
    values
        .keySet()
        .forEach(
            key -> KnownKey.find(key).ifPresent(known -> text.append("; ").append(known.told())));
    return text.toString();
  }

  static String append(Installed installed, StreamId last, List<ConfigUpdate> updates) {
    List<Object> call = new ArrayList<>(List.of(APPEND, 1, installed.names().config()));
    call.add(last.toString());
    fields(updates)
        .forEach(
            (name, value) -> {
              call.add(name);
              call.add(value);
            });
    return Replies.text(installed.redis().call(Command.EVAL, call.toArray()));
  }

  private static Map<String, byte[]> fields(List<ConfigUpdate> updates) {
    String type = updates.size() == 1 ? "ConfigUpdate" : "TelemetryBatch";
    EntryHeader place = new EntryHeader(type, null, null, 0, 0, updates.size(), null, null);
    try (NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none())) {
      return writer.write(place, updates);
    }
  }
}
