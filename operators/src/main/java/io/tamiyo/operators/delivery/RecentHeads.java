package io.tamiyo.operators.delivery;

import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.operators.redis.source.FieldMap;
import io.tamiyo.operators.redis.source.FieldShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Heads that were written or read, so that one that comes again costs one comparison. There is room
 * for a few thousand, which take some 500 bytes each, and 32 MB at most with their texts; of those
 * that crowd on a few places some are forgotten.
 */
final class RecentHeads {

  private static final int PLACES = 1 << 13;

  /** How many places, one behind the other, a head may stand on. */
  private static final int NEIGHBOURS = 4;

  /** Ids have at most 128 characters, a stream's name a prefix besides, and names are short. */
  private static final int MAX_REMEMBERED_BYTES = 1_024;

  /** How many of the last bytes of a value tell heads apart, at most: names end in numbers. */
  private static final int HASHED_BYTES = 12;

  /** Side by side, since a look at a head itself costs more than one at all its neighbours. */
  private final int[] hashes = new int[PLACES];

  private final @Nullable EntryHead[] heads = new EntryHead[PLACES];
  private final SharedTexts texts = new SharedTexts();
  private final byte[] room = new byte[MAX_REMEMBERED_BYTES];
  private @Nullable FieldShape lastShape;
  private int[] repeating = {};
  private int forgotten;

  /** The hash of an entry's head, by which it is asked for. */
  int hash(String layer, String stream, FieldMap fields) {
    int hash = 31 * (31 * layer.hashCode() + stream.hashCode()) + fields.shape().hashCode();
    for (int index : repeatingIn(fields.shape())) {
      byte[] value = fields.value(index);
      hash = 31 * hash + value.length;
      for (int i = Math.max(0, value.length - HASHED_BYTES); i < value.length; i++) {
        hash = 31 * hash + value[i];
      }
    }
    return hash;
  }

  /** The head of an entry. */
  EntryHead of(int hash, String layer, String stream, FieldMap fields) throws IOException {
    for (int place = placeOf(hash), last = place + NEIGHBOURS; place < last; place++) {
      EntryHead known = at(place, hash);
      if (known != null && known.isOf(layer, stream, fields, repeatingIn(fields.shape()))) {
        return known;
      }
    }
    EntryHead head = EntryHead.of(layer, stream, fields);
    remember(hash, head);
    return head;
  }

  /** Room to read a head of so many bytes into; valid until the next call. */
  byte[] room(int length) {
    return length > MAX_REMEMBERED_BYTES ? new byte[length] : room;
  }

  /** The head of the first bytes of a buffer. */
  EntryHead read(int hash, byte[] buffer, int length) throws IOException {
    for (int place = placeOf(hash), last = place + NEIGHBOURS; place < last; place++) {
      EntryHead known = at(place, hash);
      if (known != null
          && Arrays.equals(known.bytes(), 0, known.bytes().length, buffer, 0, length)) {
        return known;
      }
    }
    boolean isKept = length <= MAX_REMEMBERED_BYTES;
    EntryHead head =
        EntryHead.read(Arrays.copyOf(buffer, length), isKept ? texts : new SharedTexts());
    remember(hash, head);
    return head;
  }

  private @Nullable EntryHead at(int place, int hash) {
    int index = place & PLACES - 1;
    return hashes[index] == hash ? heads[index] : null;
  }

  private void remember(int hash, EntryHead head) {
    if (head.bytes().length > MAX_REMEMBERED_BYTES) {
      return;
    }
    int first = placeOf(hash);
    int place = first;
    while (heads[place & PLACES - 1] != null && place < first + NEIGHBOURS) {
      place++;
    }
    if (place == first + NEIGHBOURS) {
      place = first + (forgotten++ & NEIGHBOURS - 1);
    }
    hashes[place & PLACES - 1] = hash;
    heads[place & PLACES - 1] = head;
  }

  private int[] repeatingIn(FieldShape shape) {
    if (!shape.equals(lastShape)) {
      lastShape = shape;
      repeating =
          IntStream.range(0, shape.size())
              .filter(index -> EntryHeaders.repeats(shape.name(index)))
              .toArray();
    }
    return repeating;
  }

  private static int placeOf(int hash) {
    return (hash ^ hash >>> 13) & PLACES - 1;
  }
}
