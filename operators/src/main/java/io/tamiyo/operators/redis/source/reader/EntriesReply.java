package io.tamiyo.operators.redis.source.reader;

import io.tamiyo.operators.redis.ReplyReader;
import io.tamiyo.operators.redis.source.FieldMap;
import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.StreamEntry;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;
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
 */
final class EntriesReply implements ReplyReader {
  /** Bytes of one value that are kept: above the largest payload that is ever decoded. */
  static final int LONGEST_VALUE = 16 << 20;

  /**
   * Bytes of all values of an entry that are kept: leaves room for what stands beside a payload.
   */
  static final int MOST_BYTES = LONGEST_VALUE + (1 << 20);

  /** Fields of an entry that are kept. */
  static final int MOST_FIELDS = 1024;

  private static final int LONGEST_NAME = 64 << 10;
  private static final byte ARRAY = '*';
  private static final byte BULK = '$';

  private final FieldNames fieldNames = new FieldNames();
  private final byte[] skipped = new byte[8 << 10];
  private byte[] scratch = new byte[256];
  private String[] lastShape = new String[0];
  private List<SplitProgress> asked = List.of();
  private FetchedElements target = new FetchedElements();
  private long entries;
  private long bytes;

  /** Sets where the next reply goes. */
  EntriesReply into(FetchedElements fetched, List<SplitProgress> streamsAsked) {
    target = fetched;
    asked = streamsAsked;
    entries = 0;
    bytes = 0;
    return this;
  }

  /** Entries of the last reply. */
  long entries() {
    return entries;
  }

  /** Bytes of their values. */
  long bytes() {
    return bytes;
  }

  @Override
  public void read(RedisInputStream in) {
    int streams = length(in, ARRAY);
    int next = 0;
    for (int i = 0; i < streams; i++) {
      length(in, ARRAY);
      int nameLength = readScratch(in);
      while (!isNamed(asked.get(next), nameLength)) {
        next++;
      }
      readStream(in, asked.get(next));
    }
  }

  private boolean isNamed(SplitProgress split, int nameLength) {
    return Arrays.equals(split.key(), 0, split.key().length, scratch, 0, nameLength);
  }

  private void readStream(RedisInputStream in, SplitProgress split) {
    int count = length(in, ARRAY);
    List<StreamElement> out = target.of(split.stream(), count);
    for (int i = 0; i < count; i++) {
      length(in, ARRAY);
      StreamEntry entry = readEntry(in, split.stream());
      split.accept(entry, out);
      entries++;
    }
    if (split.isFinished()) {
      target.finish(split.stream());
    }
  }

  private StreamEntry readEntry(RedisInputStream in, String stream) {
    int idLength = readScratch(in);
    int dash = 0;
    while (scratch[dash] != '-') {
      dash++;
    }
    long ms = number(0, dash);
    long seq = number(dash + 1, idLength);
    return new StreamEntry(stream, ms, seq, readFields(in));
  }

  private FieldMap readFields(RedisInputStream in) {
    int all = length(in, ARRAY) / 2;
    int fields = Math.min(all, MOST_FIELDS);
    boolean isShared = lastShape.length == fields;
    String[] names = isShared ? lastShape : new String[fields];
    byte[][] values = new byte[fields][];
    int room = MOST_BYTES;
    for (int i = 0; i < fields; i++) {
      int nameLength = readScratch(in);
      String name = fieldNames.of(scratch, nameLength);
      if (!name.equals(names[i])) {
        names = isShared ? names.clone() : names;
        isShared = false;
        names[i] = name;
      }
      values[i] = readValue(in, room);
      room -= values[i].length;
    }
    for (int i = 2 * fields; i < 2 * all; i++) {
      readValue(in, 0);
    }
    lastShape = names;
    return new FieldMap(names, values);
  }

  /** A value, cut where it is too long, or nothing of it where there is no room for so much. */
  private byte[] readValue(RedisInputStream in, int room) {
    int length = length(in, BULK);
    int kept = Math.min(length, LONGEST_VALUE);
    byte[] value = new byte[kept <= room ? kept : 0];
    readFully(in, value, value.length);
    skip(in, length - value.length);
    bytes += length;
    return value;
  }

  /** Reads the beginning of a bulk string into {@link #scratch}; returns how much of it. */
  private int readScratch(RedisInputStream in) {
    int length = length(in, BULK);
    int kept = Math.min(length, LONGEST_NAME);
    if (kept > scratch.length) {
      scratch = new byte[kept];
    }
    readFully(in, scratch, kept);
    skip(in, length - kept);
    return kept;
  }

  private static void readFully(RedisInputStream in, byte[] into, int length) {
    for (int read = 0; read < length; ) {
      read += in.read(into, read, length - read);
    }
  }

  /** Skips the rest of a bulk string, and its end. */
  private void skip(RedisInputStream in, int rest) {
    // The stream's own skip would pass by what it has buffered.
    for (int left = rest; left > 0; ) {
      left -= in.read(skipped, 0, Math.min(left, skipped.length));
    }
    in.readByte();
    in.readByte();
  }

  private long number(int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + scratch[i] - '0';
    }
    return number;
  }

  /** The length of an array or a string; that of nothing is 0. */
  private static int length(RedisInputStream in, byte type) {
    byte found = in.readByte();
    if (found != type) {
      throw new JedisConnectionException(
          "XREAD answered type '%c' where '%c' was due".formatted(found, type));
    }
    return Math.max(0, in.readIntCrLf());
  }
}
