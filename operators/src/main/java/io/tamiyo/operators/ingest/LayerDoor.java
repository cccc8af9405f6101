package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.Origin;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Decides what becomes of an entry at the door of its layer, and counts it. */
final class LayerDoor {

  /**
   * What became of it.
   *
   * @param changed whether what is known of the layer differs from before
   */
  record Step(Admission admission, boolean changed) {

    /** Nothing goes on yet but the time. */
    static final Step NOTHING = new Step(Admission.of(Places.unknown(), Reading.NOTHING), true);

    /** The same, at once. */
    Step withoutPlace() {
      return new Step(admission.withoutPlace(), changed);
    }

    /** Its place, so that nobody waits for what has gone on without it. */
    Step placeOnly() {
      return new Step(Admission.of(admission.header(), Reading.NOTHING), changed);
    }
  }

  private static final Set<String> PLACE_FIELDS =
      Set.of(
          EntryFields.ENCODING,
          EntryFields.PRODUCER,
          EntryFields.PRODUCER_EPOCH,
          EntryFields.SEQUENCE,
          EntryFields.REPLAY_OF);

  private final StreamNames names;
  private final EntryCodec codec;
  private final RecentIds recentIds;
  private final int maxProducers;

  LayerDoor(StreamNames names, EntryCodec codec, RecentIds recentIds, int maxProducers) {
    this.names = names;
    this.codec = codec;
    this.recentIds = recentIds;
    this.maxProducers = maxProducers;
  }

  /** Knows nothing of the layer any more. */
  void forgetLayer() {
    recentIds.clear();
  }

  Step admit(LayerArrivals arrivals, InboundEntry entry) throws Exception {
    EntryHeader header;
    try {
      header = codec.header(entry.fields());
    } catch (DecodeFailure failure) {
      return unreadable(arrivals, entry, failure);
    }
    return switch (Origin.of(entry, header, names)) {
      case JOB -> new Step(read(entry, header).withoutPlace(), false);
      case NUMBERED -> numbered(arrivals, entry, header, () -> Reading.of(entry, codec));
      case IDENTIFIED -> identified(arrivals, entry, header);
    };
  }

  /** Takes an entry that is one too many for a dead letter, which is tried again by itself. */
  Step refuse(LayerArrivals arrivals, InboundEntry entry) {
    EntryHeader header;
    try {
      header = codec.header(entry.fields());
    } catch (DecodeFailure failure) {
      return unreadable(arrivals, entry, failure);
    }
    Reading reading = Refusal.tooMuch(entry, header);
    if (!takesPlace(header)) {
      return counted(Admission.of(header, reading).withoutPlace(), arrivals);
    }
    Step step = numbered(arrivals, entry, header, () -> reading);
    if (!step.admission().bad().isEmpty()) {
      arrivals.refused().add(RefusedPlace.of(entry, header));
    }
    return step;
  }

  /** What is tried again has had its place, so that it is no duplicate of itself. */
  private static boolean takesPlace(EntryHeader header) {
    return header.isSequenced() && header.replayOf() == null;
  }

  /** Nothing of it goes on; when its place can be read, its neighbours do not wait for it. */
  private Step unreadable(LayerArrivals arrivals, InboundEntry entry, DecodeFailure failure) {
    Reading reading = new Reading(List.of(), List.of(new Decoded.Bad(-1, 1, failure)));
    EntryHeader place = placeOf(entry);
    if (names.layerOfControl(entry.stream()).isPresent()) {
      return new Step(Admission.of(place, reading).withoutPlace(), false);
    }
    return takesPlace(place)
        ? numbered(arrivals, entry, place, () -> reading)
        : counted(Admission.of(place, reading).withoutPlace(), arrivals);
  }

  /** One whose mark of a replay can't be read is none, and takes its place. */
  private EntryHeader placeOf(InboundEntry entry) {
    Map<String, byte[]> placeOnly = new HashMap<>(entry.fields());
    placeOnly.keySet().retainAll(PLACE_FIELDS);
    return readable(placeOnly)
        .or(
            () -> {
              placeOnly.remove(EntryFields.REPLAY_OF);
              return readable(placeOnly);
            })
        .orElseGet(Places::unknown);
  }

  private Optional<EntryHeader> readable(Map<String, byte[]> fields) {
    try {
      return Optional.of(codec.header(fields));
    } catch (DecodeFailure failure) {
      return Optional.empty();
    }
  }

  private Step numbered(
      LayerArrivals arrivals, InboundEntry entry, EntryHeader header, Supplier<Reading> reading) {
    Optional<Duplicate> duplicate =
        arrivals.add(
            Objects.requireNonNull(header.producer()),
            entry.stream(),
            header.producerEpoch(),
            header.sequence(),
            entry.time(),
            maxProducers);
    return duplicate.isPresent()
        ? counted(Admission.duplicate(header, duplicate.get()), arrivals)
        : counted(Admission.of(header, reading.get()), arrivals);
  }

  private Step identified(LayerArrivals arrivals, InboundEntry entry, EntryHeader header)
      throws Exception {
    if (isInDoubt(arrivals, entry, header)) {
      return counted(Admission.of(header, Refusal.inDoubt(header)).withoutPlace(), arrivals);
    }
    Admission read = read(entry, header).withoutPlace();
    List<Message> fresh = new ArrayList<>(read.messages().size());
    for (Message message : read.messages()) {
      String id = message.header().messageId();
      if (id.isEmpty() || recentIds.remember(arrivals.ids(), id, entry.time())) {
        fresh.add(message);
      }
    }
    return counted(read.withOnly(fresh), arrivals);
  }

  /**
   * Whether what the job tries again may have passed in its place, whose messages are not known by
   * their ids. What people try again is theirs to judge.
   */
  private static boolean isInDoubt(LayerArrivals arrivals, InboundEntry entry, EntryHeader header) {
    return header.isSequenced()
        && !arrivals.refused().take(RefusedPlace.of(entry, header))
        && Refusal.isTriedByTheJob(entry, header);
  }

  private Admission read(InboundEntry entry, EntryHeader header) {
    return Admission.of(header, Reading.of(entry, codec));
  }

  private static Step counted(Admission admission, LayerArrivals arrivals) {
    arrivals.count(admission);
    return new Step(admission, true);
  }
}
