package io.tamiyo.operators.delivery;

import io.tamiyo.operators.redis.source.FieldShape;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Heads that were written or read, so that one that comes again costs one comparison, and its texts
 * are the same objects: their hashes are known, and they equal themselves at a glance. Of those
 * that fall on one place the last is remembered.
 */
final class RecentHeads implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int PLACES = 1 << 12;

  /** Ids have at most 128 characters, a stream's name a prefix besides, and names are short. */
  private static final int MAX_REMEMBERED_BYTES = 1_024;

  /** How many of the last bytes of a layer's name tell heads that are read apart, at most. */
  private static final int HASHED_BYTES = 24;

  private record Known(EntryHead head, byte[] bytes) {}

  private transient byte @Nullable [] shared;
  private transient @Nullable Known @Nullable [] places;
  private transient @Nullable FieldShape lastShape;

  /** The bytes of a head. */
  byte[] bytes(String layer, String stream, FieldShape shape) throws IOException {
    @Nullable Known[] all = places();
    int place = spread(31 * (31 * layer.hashCode() + stream.hashCode()) + shape.hashCode());
    Known known = all[place];
    if (known != null
        && known.head.shape().equals(shape)
        && known.head.layer().equals(layer)
        && known.head.stream().equals(stream)) {
      return known.bytes;
    }
    EntryHead head = new EntryHead(layer, stream, shape);
    byte[] bytes = head.bytes();
    remember(place, head, bytes);
    return bytes;
  }

  /** Room to read a head of so many bytes into; valid until the next call. */
  byte[] buffer(int length) {
    if (length > MAX_REMEMBERED_BYTES) {
      return new byte[length];
    }
    byte[] room = shared;
    if (room == null) {
      room = new byte[MAX_REMEMBERED_BYTES];
      shared = room;
    }
    return room;
  }

  /** The head of the first bytes of a buffer. */
  EntryHead head(byte[] buffer, int length) throws IOException {
    int place = placeOf(buffer, length);
    Known known = places()[place];
    if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, buffer, 0, length)) {
      return known.head;
    }
    EntryHead head = EntryHead.of(buffer, length).sharing(lastShape);
    lastShape = head.shape();
    remember(place, head, Arrays.copyOf(buffer, length));
    return head;
  }

  private void remember(int place, EntryHead head, byte[] bytes) {
    if (bytes.length <= MAX_REMEMBERED_BYTES) {
      places()[place] = new Known(head, bytes);
    }
  }

  private @Nullable Known[] places() {
    @Nullable Known[] all = places;
    if (all == null) {
      all = new Known[PLACES];
      places = all;
    }
    return all;
  }

  /** By the end of the layer's name, which stands first, and by how long the whole is. */
  private static int placeOf(byte[] buffer, int length) {
    int layerEnds = length < Integer.BYTES ? length : Integer.BYTES + (buffer[3] & 0xFF);
    int hash = length;
    for (int i = Math.max(0, layerEnds - HASHED_BYTES); i < Math.min(length, layerEnds); i++) {
      hash = 31 * hash + buffer[i];
    }
    return spread(hash);
  }

  private static int spread(int hash) {
    return (hash ^ hash >>> 12) & PLACES - 1;
  }
}
