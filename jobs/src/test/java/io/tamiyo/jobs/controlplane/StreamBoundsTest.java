package io.tamiyo.jobs.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.operators.delivery.Outbound;
import io.tamiyo.operators.redis.sink.StreamTrim;
import io.tamiyo.operators.redis.source.enumerator.StreamBound;
import io.tamiyo.operators.streams.OutboundEntries;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps each key of an installation from growing, under default options. */
class StreamBoundsTest {

  private static final StreamNames NAMES = new StreamNames("here");
  private static final ControlPlaneOptions OPTIONS =
      ControlPlaneOptions.from(Map.of("instance-id", "here"), Map.of());

  /** Who bounds a key. */
  private enum Bound {
    /**
     * The job reads it, and cuts off what is too old or too much: retention.max-age, .max-bytes.
     */
    READ_AND_CUT,
    /** The job's sink keeps the last entries: retention.side-entries. */
    LAST_ENTRIES,
    /** As well, by its age and bytes, since hosts write it too: retention.dead-letters. */
    AGE_AND_BYTES,
    /** Hosts write it, and keep its last entries. */
    HOSTS,
    /** Only people write it, and nothing in it may be lost before it was read. */
    PEOPLE,
    /** It is one value, or expires. */
    NO_STREAM
  }

  /** By the method of {@link StreamNames} that names it. */
  private static final Map<String, Bound> BOUNDS =
      Map.ofEntries(
          Map.entry("inbound", Bound.READ_AND_CUT),
          Map.entry("inboundShard", Bound.READ_AND_CUT),
          Map.entry("control", Bound.READ_AND_CUT),
          Map.entry("deadLetters", Bound.AGE_AND_BYTES),
          Map.entry("alerts", Bound.LAST_ENTRIES),
          Map.entry("aggregates", Bound.LAST_ENTRIES),
          Map.entry("routed", Bound.LAST_ENTRIES),
          Map.entry("ledger", Bound.LAST_ENTRIES),
          Map.entry("audit", Bound.LAST_ENTRIES),
          Map.entry("replicas", Bound.HOSTS),
          Map.entry("replicaReports", Bound.HOSTS),
          Map.entry("config", Bound.PEOPLE),
          Map.entry("emergency", Bound.PEOPLE),
          Map.entry("layers", Bound.NO_STREAM),
          Map.entry("jobEpoch", Bound.NO_STREAM),
          Map.entry("submittedOptions", Bound.NO_STREAM),
          Map.entry("hostEpoch", Bound.NO_STREAM),
          Map.entry("producerEpoch", Bound.NO_STREAM),
          Map.entry("claimCheck", Bound.NO_STREAM),
          Map.entry("replayedLetter", Bound.NO_STREAM),
          Map.entry("unclaimedStop", Bound.NO_STREAM));

  /** What gives no key. */
  private static final List<String> OTHERS =
      List.of("instanceId", "inboundPattern", "controlPattern", "lastOfInbound", "toString");

  /** Every key, by the method that names it. */
  private static Map<String, String> keys() {
    Map<String, String> keys = new TreeMap<>();
    Stream.of(StreamNames.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getReturnType() == String.class)
        .filter(method -> !OTHERS.contains(method.getName()))
        .forEach(
            method -> {
              try {
                Object[] arguments =
                    Stream.of(method.getParameters()).map(StreamBoundsTest::any).toArray();
                keys.put(
                    method.getName(),
                    (String) Objects.requireNonNull(method.invoke(NAMES, arguments)));
              } catch (ReflectiveOperationException impossible) {
                throw new LinkageError(method.getName(), impossible);
              }
            });
    return keys;
  }

  private static Object any(Parameter parameter) {
    return parameter.getType() == int.class ? (Object) 3 : "a.b";
  }

  @Test
  void knowsWhatBoundsEveryKey() {
    assertThat(BOUNDS.keySet())
        .as("a key that is new needs a bound, and a line here")
        .isEqualTo(keys().keySet());
  }

  @Test
  void keepsTheLastEntriesOfWhateverTheJobWritesAndDoesNotRead() {
    StreamTrim lastEntries = StreamTrim.maxLength(10_000);
    keys()
        .forEach(
            (method, key) -> {
              if (BOUNDS.get(method) == Bound.LAST_ENTRIES
                  || BOUNDS.get(method) == Bound.AGE_AND_BYTES) {
                assertThat(trimOf(key)).as(key).isEqualTo(lastEntries);
              }
            });
    assertThat(trimOf("here.kasmina.whatever.comes")).isEqualTo(lastEntries);
  }

  private static Object trimOf(String stream) {
    OutboundEntries sink = new OutboundEntries(NAMES, OPTIONS.sideEntries());
    return Objects.requireNonNullElse(
        sink.serialize(new Outbound(stream, Map.of("data", new byte[] {1}))).trim(), "not trimmed");
  }

  @Test
  void cutsWhatItReadsItself() {
    assertThat(OPTIONS.retention().maxAge()).isPositive();
    assertThat(OPTIONS.retention().bound(0)).isPositive();
    List<String> read =
        Stream.of(NAMES.inboundPattern(), NAMES.controlPattern())
            .map(pattern -> pattern.replace("*", ""))
            .toList();
    keys()
        .forEach(
            (method, key) ->
                assertThat(read.stream().anyMatch(key::startsWith))
                    .as(key)
                    .isEqualTo(BOUNDS.get(method) == Bound.READ_AND_CUT));
  }

  @Test
  void cutsWhatHostsWriteToo() {
    List<String> cut =
        OPTIONS.retention().with(OPTIONS.deadLetters()).others().stream()
            .map(StreamBound::stream)
            .toList();
    keys()
        .forEach(
            (method, key) ->
                assertThat(cut.contains(key))
                    .as(key)
                    .isEqualTo(BOUNDS.get(method) == Bound.AGE_AND_BYTES));
  }
}
