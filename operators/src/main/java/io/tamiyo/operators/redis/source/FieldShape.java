package io.tamiyo.operators.redis.source;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of the fields of entries that are alike, and where each of them stands: a field is
 * found without a look at the others. Immutable; the entries of a stream share a few.
 */
public final class FieldShape {

  private static final int PLACES = 64;

  /** Several names fall on this place, or there are too many to number. */
  private static final byte CROWDED = -1;

  private final String[] names;
  private final int hash;

  /** By hash of a name: one more than its index, 0 where there is none, or {@link #CROWDED}. */
  private final byte[] places = new byte[PLACES];

  /**
   * @param names kept; the caller hands them over. Of two that are equal the later one counts
   */
  public FieldShape(String[] names) {
    this.names = names;
    this.hash = Arrays.hashCode(names);
    for (int i = 0; i < names.length; i++) {
      int place = placeOf(names[i]);
      places[place] = places[place] == 0 && i < Byte.MAX_VALUE ? (byte) (i + 1) : CROWDED;
    }
  }

  /** How many fields an entry of it has. */
  public int size() {
    return names.length;
  }

  /** The name of a field, by its index. */
  public String name(int index) {
    return names[index];
  }

  /** The index of the field of a name, or −1. */
  int indexOf(@Nullable Object name) {
    if (name == null) {
      return -1;
    }
    int place = places[placeOf(name)];
    if (place >= 0) {
      return place > 0 && names[place - 1].equals(name) ? place - 1 : -1;
    }
    for (int i = names.length - 1; i >= 0; i--) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof FieldShape that && Arrays.equals(names, that.names));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  private static int placeOf(Object name) {
    int hash = name.hashCode();
    return (hash ^ hash >>> 6 ^ hash >>> 16) & PLACES - 1;
  }
}
