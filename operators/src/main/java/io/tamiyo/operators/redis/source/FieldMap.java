package io.tamiyo.operators.redis.source;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an entry as two arrays: an entry has few of them, so that looking through the names
 * is faster than hashing, and the names are shared by all entries of one shape.
 */
public final class FieldMap extends AbstractMap<String, byte[]> {
  private final String[] names;
  private final byte[][] values;

  /** Keeps both arrays; the caller hands them over. */
  public FieldMap(String[] names, byte[][] values) {
    this.names = names;
    this.values = values;
  }

  @Override
  public byte @Nullable [] get(@Nullable Object name) {
    int at = indexOf(name);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return indexOf(name) >= 0;
  }

  /** From the end, because of two fields of one name the later one counts, as in any map. */
  private int indexOf(@Nullable Object name) {
    for (int i = names.length - 1; i >= 0; i--) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    int distinct = 0;
    for (int i = 0; i < names.length; i++) {
      distinct += indexOf(names[i]) == i ? 1 : 0;
    }
    return distinct;
  }

  @Override
  public Set<Entry<String, byte[]>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, byte[]>> iterator() {
        return new Fields();
      }

      @Override
      public int size() {
        return FieldMap.this.size();
      }
    };
  }

  private final class Fields implements Iterator<Entry<String, byte[]>> {
    private int next = skipOverwritten(0);

    private int skipOverwritten(int from) {
      int at = from;
      while (at < names.length && indexOf(names[at]) != at) {
        at++;
      }
      return at;
    }

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Entry<String, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Entry<String, byte[]> field = Map.entry(names[next], values[next]);
      next = skipOverwritten(next + 1);
      return field;
    }
  }
}
