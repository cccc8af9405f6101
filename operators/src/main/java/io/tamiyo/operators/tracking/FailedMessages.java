package io.tamiyo.operators.tracking;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.operators.delivery.DeadLetters;
import io.tamiyo.operators.delivery.Delivery;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.Failure;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Outbound;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the dead letters of messages that an operator failed on; here, where they are counted, so
 * that each is counted as often as it is written. Warns once a layer, with the trace.
 */
final class FailedMessages {

  private static final Logger LOG = LoggerFactory.getLogger(FailedMessages.class);

  /** Beyond this the letters alone tell of it. */
  private static final int MAX_LAYERS_WARNED_OF = 100;

  private final StreamNames names;
  private final EntryCodec codec;
  private final Counter failed;
  private final Set<String> warnedOf = new HashSet<>();

  FailedMessages(StreamNames names, EntryCodec codec, MetricGroup metrics) {
    this.names = names;
    this.codec = codec;
    this.failed = metrics.counter("operatorFailures");
  }

  /** The letters of a delivery, in the order in which the operators failed. */
  List<Outbound> lettersOf(Delivery delivery) throws IOException {
    List<Outbound> letters = new ArrayList<>(delivery.failures().size());
    for (Failure failure : delivery.failures()) {
      failed.inc();
      warn(delivery, failure);
      DecodeFailure what =
          new DecodeFailure(DecodeFailure.Reason.OPERATOR_FAILED, "", failure.detail());
      int ordinal = ordinalOf(failure.message(), delivery.entry());
      letters.add(
          new DeadLetters(names, "tamiyo/" + failure.operator(), codec)
              .of(delivery.entry(), new Decoded.Bad(ordinal, 1, what)));
    }
    return letters;
  }

  private void warn(Delivery delivery, Failure failure) {
    if (warnedOf.size() < MAX_LAYERS_WARNED_OF && warnedOf.add(delivery.layer())) {
      LOG.warn(
          "{} failed on a message of entry {} of {}; it and more such of layer {} are dead letters",
          failure.operator(),
          delivery.entry().entryId(),
          delivery.entry().stream(),
          delivery.layer(),
          failure.cause());
    }
  }

  /** Which message of the entry it is, by its id; −1 when the entry can't be read any more. */
  private int ordinalOf(Message message, InboundEntry entry) {
    int replayed = EntryHeaders.replayedOrdinal(entry.fields());
    if (replayed >= 0) {
      return replayed;
    }
    int ordinal = 0;
    for (Decoded decoded : codec.read(entry.fields())) {
      if (decoded instanceof Decoded.Good good) {
        if (good.message().header().messageId().equals(message.header().messageId())) {
          return ordinal;
        }
        ordinal++;
      } else if (decoded instanceof Decoded.Bad bad) {
        ordinal += bad.count();
      }
    }
    return -1;
  }
}
