package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.ReplyReader;
import io.tamiyo.operators.redis.source.FieldMap;
import io.tamiyo.operators.redis.source.FieldShape;
import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.StreamEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.RedisInputStream;

/**
 * Reads the reply to XREAD straight into entries: {@code [[stream, [[id, [name, value, …]], …]],
 * …]}, with the streams in the order asked for, those without news left out.
 *
 * <p>For each entry it allocates the entry, its map, the array of values and the values; field
 * names are shared and ids become numbers without text in between. Each value is copied twice, from
 * the socket into the buffer of the connection and from there into its array. Used by one thread.
 *
 * <p>Anybody can append an entry of gigabytes, so that what is kept of one is bounded and the rest
 * skipped on the wire: the first {@link #MOST_FIELDS} fields, of a value the first {@link
 * #LONGEST_VALUE} bytes, of all values together {@link #MOST_BYTES}, and of those beyond that
 * nothing. Each of these is more than the wire formats let pass, so that whoever decodes such an
 * entry finds it too large, or broken, and knows where it stands.
 *
 * <p>Anybody can append a thousand of them, too, behind small ones that let a large COUNT seem
 * right. So an entry is kept only while those before it take less than {@link #MOST_BYTES}. The
 * entries behind that one are left out: they count as not read, and the next reply has them.
 */
final class EntriesReply implements ReplyReader {
  /** Bytes of one value that are kept: above the largest payload that is ever decoded. */
  static final int LONGEST_VALUE = 16 << 20;

  /**
   * Bytes of all values of an entry that are kept: leaves room for what stands beside a payload. A
   * reply takes at most about twice as much.
   */
  static final int MOST_BYTES = LONGEST_VALUE + (1 << 20);

  /** Fields of an entry that are kept. */
  static final int MOST_FIELDS = 1024;

  private static final String[] NO_NAMES = {};
  private static final int LONGEST_STREAM_NAME = 64 << 10;
  private static final int LONGEST_FIELD_NAME = 1 << 10;
  private static final int LONGEST_ID = 64;
  private static final int ENTRY_OVERHEAD = 128;
  private static final int FIELD_OVERHEAD = 48;

  private final FieldNames fieldNames = new FieldNames();
  private final RespInput wire = new RespInput();
  private FieldShape lastShape = new FieldShape(NO_NAMES);
  private List<SplitProgress> asked = List.of();
  private FetchedElements target = new FetchedElements();
  private long entries;
  private long bytes;
  private long kept;
  private @Nullable SplitProgress leftOut;

  /** Sets where the next reply goes. */
  EntriesReply into(FetchedElements fetched, List<SplitProgress> streamsAsked) {
    target = fetched;
    asked = streamsAsked;
    entries = 0;
    bytes = 0;
    kept = 0;
    leftOut = null;
    return this;
  }

  /** Entries of the last reply, those left out too. */
  long entries() {
    return entries;
  }

  /** Bytes of their values. */
  long bytes() {
    return bytes;
  }

  /** The first stream of which entries were left out of the last reply, or null. */
  @Nullable SplitProgress leftOut() {
    return leftOut;
  }

  @Override
  public void read(RedisInputStream in) {
    wire.from(in);
    int streams = wire.arrayLength();
    int next = 0;
    for (int i = 0; i < streams; i++) {
      wire.arrayLength();
      wire.readText(LONGEST_STREAM_NAME);
      while (!wire.hasText(asked.get(next).key())) {
        next++;
      }
      readStream(asked.get(next));
    }
  }

  private void readStream(SplitProgress split) {
    int count = wire.arrayLength();
    List<StreamElement> out = target.of(split.stream(), count);
    for (int i = 0; i < count; i++) {
      wire.arrayLength();
      entries++;
      if (kept < MOST_BYTES) {
        split.accept(readEntry(split.stream()), out);
      } else {
        leaveOut(split);
      }
    }
    if (split.isFinished()) {
      target.finish(split.stream());
    }
  }

  private void leaveOut(SplitProgress split) {
    leftOut = leftOut == null ? split : leftOut;
    wire.skipValue();
    for (int left = wire.arrayLength(); left > 0; left -= 2) {
      wire.skipValue();
      bytes += wire.skipValue();
    }
  }

  private StreamEntry readEntry(String stream) {
    int idLength = wire.readText(LONGEST_ID);
    int dash = wire.indexOf('-');
    long ms = wire.number(0, dash);
    long seq = wire.number(dash + 1, idLength);
    kept += ENTRY_OVERHEAD;
    return new StreamEntry(stream, ms, seq, readFields());
  }

  private FieldMap readFields() {
    int all = wire.arrayLength() / 2;
    int fields = Math.min(all, MOST_FIELDS);
    boolean isShared = lastShape.size() == fields;
    String[] names = isShared ? NO_NAMES : new String[fields];
    byte[][] values = new byte[fields][];
    int room = MOST_BYTES;
    for (int i = 0; i < fields; i++) {
      int nameLength = wire.readText(LONGEST_FIELD_NAME);
      String name = fieldNames.of(wire.text(), nameLength);
      if (isShared && !name.equals(lastShape.name(i))) {
        isShared = false;
        names = firstNames(i, fields);
      }
      if (!isShared) {
        names[i] = name;
      }
      values[i] = readValue(room);
      room -= values[i].length;
      kept += FIELD_OVERHEAD + name.length() + values[i].length;
    }
    for (int i = fields; i < all; i++) {
      wire.skipValue();
      bytes += wire.skipValue();
    }
    lastShape = isShared ? lastShape : new FieldShape(names);
    return new FieldMap(lastShape, values);
  }

  /** The first so many names of the last shape, with room for others behind them. */
  private String[] firstNames(int same, int fields) {
    String[] names = new String[fields];
    for (int i = 0; i < same; i++) {
      names[i] = lastShape.name(i);
    }
    return names;
  }

  /** A value, cut where it is too long, or nothing of it where there is no room for so much. */
  private byte[] readValue(int room) {
    int length = wire.valueLength();
    int wanted = Math.min(length, LONGEST_VALUE);
    bytes += length;
    return wire.readValue(length, wanted <= room ? wanted : 0);
  }
}
