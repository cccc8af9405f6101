package io.tamiyo.operators.ingest;

import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.operators.delivery.EntryCodec;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.delivery.LedgerTerms;
import io.tamiyo.operators.delivery.Origin;
import io.tamiyo.operators.delivery.Places;
import io.tamiyo.operators.delivery.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Decides what becomes of an entry at the door of its layer, and counts it. */
final class LayerDoor {

  /**
   * What became of it, and what is known of the layer after it.
   *
   * @param changed whether the state differs from before
   */
  record Step(Admission admission, IngestState state, boolean changed) {}

  private static final Set<String> PLACE_FIELDS =
      Set.of(
          EntryFields.ENCODING,
          EntryFields.PRODUCER,
          EntryFields.PRODUCER_EPOCH,
          EntryFields.SEQUENCE);

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

  Step admit(IngestState state, InboundEntry entry) throws Exception {
    EntryHeader header;
    try {
      header = codec.header(entry.fields());
    } catch (DecodeFailure failure) {
      return unreadable(state, entry, failure);
    }
    return switch (Origin.of(entry, header, names)) {
      case JOB -> new Step(read(entry, header).withoutPlace(), state, false);
      case NUMBERED -> numbered(state, entry, header, () -> Reading.of(entry, codec));
      case IDENTIFIED -> identified(state, entry, header);
    };
  }

  /** Nothing of it goes on; when its place can be read, its neighbours do not wait for it. */
  private Step unreadable(IngestState state, InboundEntry entry, DecodeFailure failure) {
    Reading reading = new Reading(List.of(), List.of(new Decoded.Bad(-1, 1, failure)));
    EntryHeader place = placeOf(entry);
    if (names.layerOfControl(entry.stream()).isPresent()) {
      return new Step(Admission.of(place, reading).withoutPlace(), state, false);
    }
    return place.isSequenced()
        ? numbered(state, entry, place, () -> reading)
        : counted(Admission.of(place, reading), state);
  }

  private EntryHeader placeOf(InboundEntry entry) {
    Map<String, byte[]> placeOnly = new HashMap<>(entry.fields());
    placeOnly.keySet().retainAll(PLACE_FIELDS);
    try {
      return codec.header(placeOnly);
    } catch (DecodeFailure failure) {
      return Places.unknown();
    }
  }

  private Step numbered(
      IngestState state, InboundEntry entry, EntryHeader header, Supplier<Reading> reading) {
    String producer = String.valueOf(header.producer());
    Optional<IngestState> after =
        state.with(
            producer,
            entry.stream(),
            header.producerEpoch(),
            header.sequence(),
            entry.time(),
            maxProducers);
    return after.isEmpty()
        ? counted(Admission.duplicate(header), state)
        : counted(Admission.of(header, reading.get()), after.get());
  }

  private Step identified(IngestState state, InboundEntry entry, EntryHeader header)
      throws Exception {
    Admission read = read(entry, header).withoutPlace();
    List<Message> fresh = new ArrayList<>(read.messages().size());
    long remembered = state.identified();
    for (Message message : read.messages()) {
      String id = message.header().messageId();
      if (id.isEmpty()) {
        fresh.add(message);
      } else if (!recentIds.contains(id)) {
        recentIds.add(id, remembered++);
        fresh.add(message);
      }
    }
    int duplicates = read.messages().size() - fresh.size();
    Admission admission = new Admission(read.header(), fresh, read.bad(), duplicates, read.late());
    return counted(admission, state.withIdentified(remembered));
  }

  private Admission read(InboundEntry entry, EntryHeader header) {
    return Admission.of(header, Reading.of(entry, codec));
  }

  private static Step counted(Admission admission, IngestState state) {
    LedgerTerms added =
        new LedgerTerms(admission.arrived(), admission.deadLetters(), admission.duplicates(), 0, 0);
    return new Step(admission, state.withTerms(state.terms().plus(added)), true);
  }
}
