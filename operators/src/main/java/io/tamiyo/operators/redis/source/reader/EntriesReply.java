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
 */
final class EntriesReply implements ReplyReader {
  private static final byte ARRAY = '*';
  private static final byte BULK = '$';

  private final FieldNames fieldNames = new FieldNames();
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
    int fields = length(in, ARRAY) / 2;
    boolean isShared = lastShape.length == fields;
    String[] names = isShared ? lastShape : new String[fields];
    byte[][] values = new byte[fields][];
    for (int i = 0; i < fields; i++) {
      String name = fieldNames.of(scratch, readScratch(in));
      if (!name.equals(names[i])) {
        names = isShared ? names.clone() : names;
        isShared = false;
        names[i] = name;
      }
      values[i] = readValue(in);
    }
    lastShape = names;
    return new StreamEntry(stream, ms, seq, new FieldMap(names, values));
  }

  private byte[] readValue(RedisInputStream in) {
    byte[] value = new byte[length(in, BULK)];
    readFully(in, value, value.length);
    bytes += value.length;
    return value;
  }

  /** Reads a bulk string into {@link #scratch} and returns its length. */
  private int readScratch(RedisInputStream in) {
    int length = length(in, BULK);
    if (length > scratch.length) {
      scratch = new byte[length];
    }
    readFully(in, scratch, length);
    return length;
  }

  private static void readFully(RedisInputStream in, byte[] into, int length) {
    for (int read = 0; read < length; ) {
      read += in.read(into, read, length - read);
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
