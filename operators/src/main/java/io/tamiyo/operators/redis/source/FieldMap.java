package io.tamiyo.operators.redis.source;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an entry: their values, and a shape that is shared by all entries with these names.
 * Of two fields of one name the later one counts, as in any map.
 */
public class FieldMap extends AbstractMap<String, byte[]> {
  private final FieldShape shape;
  private final byte[][] values;

  /**
   * @param values as many as the shape has names; kept, the caller hands them over
   */
  public FieldMap(FieldShape shape, byte[][] values) {
    this.shape = shape;
    this.values = values;
  }

  /** The same fields in a map of this kind. */
  public static FieldMap of(Map<String, byte[]> fields) {
    if (fields instanceof FieldMap same) {
      return same;
    }
    String[] names = fields.keySet().toArray(new String[0]);
    byte[][] values = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      values[i] = Objects.requireNonNull(fields.get(names[i]));
    }
    return new FieldMap(new FieldShape(names), values);
  }

  /** The names. */
  public FieldShape shape() {
    return shape;
  }

  /** The value of a field, by its index in the shape. */
  public byte[] value(int index) {
    return values[index];
  }

  @Override
  public byte @Nullable [] get(@Nullable Object name) {
    int at = shape.indexOf(name);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return shape.indexOf(name) >= 0;
  }

  @Override
  public int size() {
    int distinct = 0;
    for (int i = 0; i < values.length; i++) {
      distinct += counts(i) ? 1 : 0;
    }
    return distinct;
  }

  private boolean counts(int index) {
    return shape.indexOf(shape.name(index)) == index;
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
      while (at < values.length && !counts(at)) {
        at++;
      }
      return at;
    }

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Entry<String, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Entry<String, byte[]> field = Map.entry(shape.name(next), values[next]);
      next = skipOverwritten(next + 1);
      return field;
    }
  }
}
