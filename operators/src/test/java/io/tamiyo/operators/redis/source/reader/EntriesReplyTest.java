package io.tamiyo.operators.redis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.operators.redis.source.StreamElement;
import io.tamiyo.operators.redis.source.StreamEntry;
import io.tamiyo.operators.redis.source.split.ReadPosition;
import io.tamiyo.operators.redis.source.split.StreamSplit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.RedisInputStream;

class EntriesReplyTest {
  private static final int TOO_LONG = EntriesReply.LONGEST_VALUE + 1;

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private final EntriesReply reply = new EntriesReply();

  @Test
  void keepsTheBeginningOfAValueThatIsTooLongAndReadsOnBehindIt() {
    stream(2);
    entry("1-0", 4);
    bulk("layer");
    bulk("enc.1");
    bulk("data");
    bulk(new byte[TOO_LONG]);
    entry("2-0", 2);
    bulk("layer");
    bulk("enc.2");

    List<StreamEntry> entries = read();

    assertThat(text(entries.get(0), "layer")).isEqualTo("enc.1");
    assertThat(entries.get(0).fields().get("data")).hasSize(EntriesReply.LONGEST_VALUE);
    assertThat(entries.get(1).id()).isEqualTo("2-0");
    assertThat(text(entries.get(1), "layer")).isEqualTo("enc.2");
    assertThat(reply.bytes()).isEqualTo(TOO_LONG + 10L);
  }

  @Test
  void keepsNoMoreOfAnEntryThanItMayTakeHoweverManyLongValuesItHas() {
    stream(1);
    entry("1-0", 8);
    for (String name : List.of("a", "b", "c")) {
      bulk(name);
      bulk(new byte[TOO_LONG]);
    }
    bulk("layer");
    bulk("enc.1");

    Map<String, byte[]> fields = read().get(0).fields();

    assertThat(fields.values().stream().mapToLong(value -> value.length).sum())
        .isLessThanOrEqualTo(EntriesReply.MOST_BYTES);
    assertThat(fields.get("b")).isEmpty();
    assertThat(fields.get("layer")).asString().isEqualTo("enc.1");
  }

  @Test
  void keepsTheFirstOfTooManyFieldsAndReadsOnBehindThem() {
    stream(2);
    entry("1-0", 2 * (EntriesReply.MOST_FIELDS + 5));
    for (int i = 0; i < EntriesReply.MOST_FIELDS + 5; i++) {
      bulk("f" + i);
      bulk("v");
    }
    entry("2-0", 2);
    bulk("n".repeat(200_000));
    bulk("v");

    List<StreamEntry> entries = read();

    assertThat(entries.get(0).fields()).hasSize(EntriesReply.MOST_FIELDS).containsKey("f0");
    assertThat(entries.get(1).fields().keySet())
        .singleElement()
        .satisfies(name -> assertThat(name.length()).isLessThan(200_000));
  }

  @Test
  void leavesOutWhatComesAfterAReplyHasEnoughAndReadsOnFromThere() {
    write("*2\r\n");
    streamOf("a", 3);
    entry("1-0", 2);
    bulk("data");
    bulk(new byte[TOO_LONG]);
    entry("2-0", 2);
    bulk("data");
    bulk(new byte[TOO_LONG]);
    entry("3-0", 2);
    bulk("data");
    bulk("left out");
    streamOf("b", 1);
    entry("4-0", 2);
    bulk("data");
    bulk("left out");
    SplitProgress a = new SplitProgress(StreamSplit.unbounded("a", ReadPosition.NEW));
    SplitProgress b = new SplitProgress(StreamSplit.unbounded("b", ReadPosition.NEW));

    assertThat(read(List.of(a, b))).extracting(StreamEntry::id).containsExactly("1-0", "2-0");
    assertThat(reply.leftOut()).isSameAs(a);
    assertThat(a.after()).isEqualTo("2-0");
    assertThat(b.after()).isEqualTo("0-0");
    assertThat(reply.entries()).isEqualTo(4);
    assertThat(reply.bytes()).isEqualTo(2L * TOO_LONG + 2L * "left out".length());
  }

  @Test
  void countsManyEmptyFieldsAsMuchAsTheyTake() {
    int entries = 1_000;
    stream(entries);
    for (int i = 1; i <= entries; i++) {
      entry(i + "-0", 2 * EntriesReply.MOST_FIELDS);
      for (int field = 0; field < EntriesReply.MOST_FIELDS; field++) {
        bulk("f");
        bulk("");
      }
    }

    assertThat(read()).hasSizeBetween(1, entries / 2);
    assertThat(reply.leftOut()).isNotNull();
    assertThat(reply.entries()).isEqualTo(entries);
  }

  private void stream(int entries) {
    write("*1\r\n");
    streamOf("s", entries);
  }

  private void streamOf(String name, int entries) {
    write("*2\r\n");
    bulk(name);
    write("*" + entries + "\r\n");
  }

  private void entry(String id, int namesAndValues) {
    write("*2\r\n");
    bulk(id);
    write("*" + namesAndValues + "\r\n");
  }

  private void bulk(String text) {
    bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bulk(byte[] bytes) {
    write("$" + bytes.length + "\r\n");
    wire.writeBytes(bytes);
    write("\r\n");
  }

  private void write(String text) {
    wire.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(StreamEntry entry, String name) {
    byte[] value = entry.fields().get(name);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private List<StreamEntry> read() {
    return read(List.of(new SplitProgress(StreamSplit.unbounded("s", ReadPosition.NEW))));
  }

  private List<StreamEntry> read(List<SplitProgress> asked) {
    FetchedElements fetched = new FetchedElements();
    reply
        .into(fetched, asked)
        .read(new RedisInputStream(new ByteArrayInputStream(wire.toByteArray())));
    List<StreamEntry> entries = new ArrayList<>();
    fetched.forEach((StreamElement element) -> entries.add((StreamEntry) element));
    return entries;
  }
}
