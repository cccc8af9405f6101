package io.tamiyo.operators.streams;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.ClaimedIds;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.redis.PatientCalls;
import io.tamiyo.operators.redis.RedisConnectionOptions;
import io.tamiyo.operators.redis.RedisConnections;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The wires of the contracts, with claim checks in Redis. */
public final class WireCodec implements EntryCodec {

  private static final Duration CLAIM_CHECK_TIME_TO_LIVE = Duration.ofHours(1);

  /** After which the job fails, says why, and is restarted, rather than stand still unseen. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RedisClaimChecks claimChecks;
  private final WireReader reader;
  private final NativeWriter writer;

  private WireCodec(RedisClaimChecks claimChecks, WireLimits limits) {
    this.claimChecks = claimChecks;
    this.reader = new WireReader(limits, MessageTypes.discovered(), claimChecks);
    this.writer = new NativeWriter(limits, claimChecks);
  }

  /** Opens a codec wherever the operator runs. */
  public static EntryCodec.Factory factory(RedisConnectionOptions redis, StreamNames names) {
    return factory(redis, names, PATIENCE);
  }

  static EntryCodec.Factory factory(
      RedisConnectionOptions redis, StreamNames names, Duration patience) {
    String instanceId = names.instanceId();
    return () ->
        new WireCodec(
            new RedisClaimChecks(
                new PatientCalls(new RedisConnections(redis), patience, "a claim check"),
                new StreamNames(instanceId),
                CLAIM_CHECK_TIME_TO_LIVE),
            WireLimits.DEFAULTS);
  }

  @Override
  public List<Decoded> read(Map<String, byte[]> fields) {
    return reader.read(fields);
  }

  @Override
  public Map<String, byte[]> write(EntryHeader place, List<? extends Message> messages)
      throws IOException {
    return writer.write(place, messages);
  }

  @Override
  public Optional<byte[]> claimed(Map<String, byte[]> fields) throws IOException {
    Optional<String> id = ClaimedIds.in(fields);
    return id.isEmpty()
        ? Optional.empty()
        : claimChecks.get(id.get(), WireLimits.DEFAULTS.maxPayloadBytes());
  }

  @Override
  public void close() {
    writer.close();
    claimChecks.close();
  }
}
