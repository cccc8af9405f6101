package io.tamiyo.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.fixtures.Await;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.GapEvent;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.MessageTypes;
import io.tamiyo.contracts.wire.ClaimCheckStore;
import io.tamiyo.contracts.wire.DecodeFailure;
import io.tamiyo.contracts.wire.Decoded;
import io.tamiyo.contracts.wire.EntryHeader;
import io.tamiyo.contracts.wire.EntryHeaders;
import io.tamiyo.contracts.wire.NativeWriter;
import io.tamiyo.contracts.wire.WireLimits;
import io.tamiyo.contracts.wire.WireReader;
import io.tamiyo.host.redis.RedisEndpoint;
import io.tamiyo.host.redis.ReplySwallowingProxy;
import io.tamiyo.host.redis.TestingRedis;
import io.tamiyo.host.spool.Spool;
import io.tamiyo.host.spool.SpoolOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntryBinary;
import redis.clients.jedis.util.JedisByteMap;

class PublisherTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Channel LAYER = new Channel("kasmina.inbound.one", "one", true);
  private static final Channel DEAD = new Channel("kasmina.deadletter", "one", false);

  private static final String GREETED = "greeted";

  @TempDir private Path directory;

  @RegisterExtension static final TestingRedis redis = new TestingRedis();

  private final NativeWriter writer = new NativeWriter(WireLimits.DEFAULTS, ClaimCheckStore.none());
  private final List<Publisher> publishers = new ArrayList<>();

  @AfterEach
  void closeAll() {
    publishers.forEach(publisher -> publisher.finish(Duration.ZERO));
    writer.close();
  }

  private Publisher publisher(RedisEndpoint endpoint, PublisherOptions options) {
    return publisher(endpoint, options, Optional.empty(), 4);
  }

  private Publisher publisher(
      RedisEndpoint endpoint, PublisherOptions options, Optional<Spool> spool, long epoch) {
    Publisher publisher =
        new Publisher(
            endpoint,
            new ProducerIdentity("host-1", epoch),
            writer,
            options,
            spool,
            InstantSource.system(),
            connected -> connected.incr(GREETED));
    publishers.add(publisher);
    return publisher;
  }

  @Test
  void sendsUrgentMessagesFirstAndNumbersEntries() throws DecodeFailure {
    Publisher publisher = publisher(redis.endpoint(), PublisherOptions.DEFAULTS);
    List<String> confirmed = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      publisher.publish(Lane.TELEMETRY, LAYER, List.of(report(i)), () -> confirmed.add("report"));
    }
    publisher.publish(Lane.URGENT, LAYER, List.of(acknowledgement()), () -> confirmed.add("ack"));
    publisher.publish(Lane.URGENT, DEAD, List.of(beat(1)));
    publisher.start();

    assertThat(publisher.finish(SOON)).isTrue();

    List<Entry> entries = entries(LAYER.stream());
    assertThat(entries).extracting(entry -> entry.header().sequence()).containsExactly(1L, 2L);
    assertThat(entries).extracting(entry -> entry.header().count()).containsExactly(1, 3);
    assertThat(entries.get(0).header().producer()).isEqualTo("host-1");
    assertThat(entries.get(0).header().producerEpoch()).isEqualTo(4);
    assertThat(entries.get(0).header().layer()).isEqualTo("one");
    assertThat(entries.get(1).messages()).hasSize(3);
    assertThat(confirmed).containsExactly("ack", "report", "report", "report");
    assertThat(publisher.counts()).isEqualTo(new PublisherCounts(4, 1, 3, 0, 0));
  }

  @Test
  void losesNothingWhileRedisIsAwayAndKeepsTheOrder() throws DecodeFailure {
    Publisher publisher =
        publisher(redis.endpoint(), PublisherOptions.DEFAULTS.withWindow(Duration.ofMillis(1)));
    publisher.start();
    ConcurrentLinkedQueue<Integer> confirmed = new ConcurrentLinkedQueue<>();
    int sent = 0;
    for (int outage = 0; outage < 3; outage++) {
      sent = sendUntilConfirmed(publisher, confirmed, sent, 50);
      redis.kill();
      for (int i = 0; i < 50; i++) {
        int number = ++sent;
        publisher.publish(Lane.URGENT, LAYER, List.of(beat(number)), () -> confirmed.add(number));
      }
      redis.start();
    }
    int all = sendUntilConfirmed(publisher, confirmed, sent, 50);

    assertThat(publisher.finish(SOON)).isTrue();
    List<Entry> entries = entries(LAYER.stream());
    List<Message> messages = new ArrayList<>();
    entries.forEach(entry -> messages.addAll(entry.messages()));
    assertThat(messages)
        .extracting(message -> message.header().messageId())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, all).mapToObj(i -> "heartbeat-one-" + i).toList());
    assertThat(entries)
        .extracting(entry -> entry.header().sequence())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, entries.size()).boxed().toList());
    assertThat(publisher.counts().sent()).isEqualTo(all);
    try (Jedis jedis = redis.client()) {
      assertThat(Integer.parseInt(jedis.get(GREETED))).isGreaterThanOrEqualTo(4);
    }
    assertThat(new ArrayList<>(confirmed)).hasSize(all).isSorted();
  }

  private int sendUntilConfirmed(
      Publisher publisher, ConcurrentLinkedQueue<Integer> confirmed, int sent, int more) {
    int last = sent + more;
    for (int i = sent + 1; i <= last; i++) {
      int number = i;
      publisher.publish(Lane.URGENT, LAYER, List.of(beat(number)), () -> confirmed.add(number));
    }
    Await.until("all are confirmed", SOON, () -> confirmed.size() == last);
    return last;
  }

  /**
   * What {@code sent} counts when replies are lost: Redis holds every message once, and each counts
   * once.
   */
  @Test
  void findsWhatHasArrivedWhenItsReplyWasLost() throws IOException, DecodeFailure {
    try (ReplySwallowingProxy proxy = new ReplySwallowingProxy(redis.port())) {
      Publisher publisher = publisher(proxy.endpoint(), PublisherOptions.DEFAULTS);
      publisher.start();
      publisher.publish(Lane.URGENT, LAYER, List.of(beat(1)));
      Await.until("the first is there", SOON, () -> publisher.counts().sent() == 1);
      for (int i = 2; i <= 20; i++) {
        long before = publisher.counts().sent();
        proxy.swallowNextReply();
        publisher.publish(Lane.URGENT, LAYER, List.of(beat(i)));
        Await.until("a reply is lost", SOON, proxy::hasSwallowed);
        Await.until("it counts", SOON, () -> publisher.counts().sent() == before + 1);
      }

      assertThat(publisher.finish(SOON)).isTrue();

      List<Entry> entries = entries(LAYER.stream());
      assertThat(entries)
          .extracting(entry -> entry.header().sequence())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
      assertThat(publisher.counts().sent()).isEqualTo(20);
      assertThat(publisher.counts().recovered()).isEqualTo(19);
    }
  }

  @Test
  void tellsHowManyReportsItHadToDrop() throws DecodeFailure {
    Publisher publisher = publisher(redis.endpoint(), remembering(5000, 0));
    redis.kill();
    publisher.start();
    for (int i = 1; i <= 10; i++) {
      publisher.publish(Lane.TELEMETRY, LAYER, List.of(report(i)));
    }
    publisher.publish(Lane.URGENT, LAYER, List.of(acknowledgement()));
    redis.start();

    assertThat(publisher.finish(SOON)).isTrue();

    List<Message> messages = new ArrayList<>();
    entries(LAYER.stream()).forEach(entry -> messages.addAll(entry.messages()));
    GapEvent gap = (GapEvent) messages.get(0);
    long kept = messages.stream().filter(LayerHealthReport.class::isInstance).count();
    assertThat(gap.lost()).isEqualTo(10 - kept).isPositive();
    assertThat(gap.stream()).isEqualTo(LAYER.stream());
    assertThat(gap.producer()).isEqualTo("host-1");
    assertThat(publisher.counts().dropped()).isEqualTo(10 - kept);
    assertThat(publisher.counts().sent()).isEqualTo(messages.size());
  }

  private static PublisherOptions remembering(long memory, long disk) {
    return PublisherOptions.DEFAULTS.withBacklog(
        BacklogOptions.DEFAULTS.withMaxMemoryBytes(memory).withMaxDiskBytes(disk));
  }

  private Optional<Spool> spool(long maxBytes) throws IOException {
    return Optional.of(Spool.open(directory, SpoolOptions.of(maxBytes, false)));
  }

  @Test
  void losesNothingInAnOutageThatIsLongerThanMemoryHolds() throws Exception {
    Publisher publisher =
        publisher(redis.endpoint(), remembering(20_000, 1 << 20), spool(1 << 20), 4);
    publisher.start();
    publisher.publish(Lane.TELEMETRY, LAYER, List.of(report(1)));
    Await.until("the first is there", SOON, () -> publisher.counts().sent() == 1);
    redis.kill();
    for (int i = 2; i <= 500; i++) {
      publisher.publish(Lane.TELEMETRY, LAYER, List.of(report(i)));
      Await.until("the disk keeps up", SOON, () -> publisher.backlog().reportBytes() < 15_000);
    }
    assertThat(publisher.backlog().diskBytes()).isPositive();
    redis.start();

    assertThat(publisher.finish(SOON)).isTrue();

    assertThat(ids(entries(LAYER.stream()))).containsExactlyElementsOf(reportIds(1, 500));
    assertThat(publisher.counts()).extracting(PublisherCounts::sent).isEqualTo(500L);
    assertThat(publisher.counts()).extracting(PublisherCounts::dropped).isEqualTo(0L);
    assertThat(publisher.backlog()).isEqualTo(new Backlog(0, 0, 0, 0));
  }

  @Test
  void statesExactlyWhatIsLostInAnOutageThatIsLongerThanTheDiskHolds() throws Exception {
    Publisher publisher = publisher(redis.endpoint(), remembering(20_000, 4_000), spool(4_000), 4);
    redis.kill();
    publisher.start();
    for (int i = 1; i <= 500; i++) {
      publisher.publish(Lane.TELEMETRY, LAYER, List.of(report(i)));
      Await.until("the disk keeps up", SOON, () -> publisher.backlog().reportBytes() < 15_000);
    }
    Await.until("the disk is idle", SOON, () -> publisher.backlog().reportBytes() <= 10_000);
    redis.start();

    assertThat(publisher.finish(SOON)).isTrue();

    List<Entry> entries = entries(LAYER.stream());
    List<GapEvent> gaps =
        entries.stream()
            .flatMap(entry -> entry.messages().stream())
            .filter(GapEvent.class::isInstance)
            .map(GapEvent.class::cast)
            .toList();
    long lost = gaps.stream().mapToLong(gap -> Objects.requireNonNull(gap.lost())).sum();
    assertThat(lost).isPositive().isEqualTo(publisher.counts().dropped());
    List<String> kept = ids(entries);
    kept.removeIf(id -> id.startsWith("gap"));
    assertThat(kept).containsExactlyElementsOf(reportIds((int) lost + 1, 500));
  }

  @Test
  void statesAfterAKillExactlyWhatTheDiskHadDroppedBeforeIt() throws Exception {
    Publisher killed = publisher(redis.endpoint(), remembering(20_000, 4_000), spool(4_000), 4);
    redis.kill();
    killed.start();
    for (int i = 1; i <= 300; i++) {
      killed.publish(Lane.TELEMETRY, LAYER, List.of(report(i)));
      Await.until("the disk keeps up", SOON, () -> killed.backlog().reportBytes() < 15_000);
    }
    Await.until("the disk is idle", SOON, () -> killed.backlog().reportBytes() <= 10_000);
    long inMemory = killed.backlog().reports();
    Path left = Files.createDirectory(directory.resolve("left"));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, left.resolve(file.getFileName().toString()));
      }
    }
    long dropped = killed.counts().dropped();
    assertThat(killed.finish(Duration.ZERO)).isFalse();
    redis.start();

    Spool found = Spool.open(left, SpoolOptions.of(4_000, false));
    Publisher next = publisher(redis.endpoint(), remembering(20_000, 4_000), Optional.of(found), 5);
    next.start();
    assertThat(next.finish(SOON)).isTrue();

    List<Entry> entries = entries(LAYER.stream());
    long lost =
        entries.stream()
            .flatMap(entry -> entry.messages().stream())
            .filter(GapEvent.class::isInstance)
            .mapToLong(gap -> Objects.requireNonNull(((GapEvent) gap).lost()))
            .sum();
    List<String> kept = ids(entries);
    kept.removeIf(id -> id.startsWith("gap"));
    assertThat(lost).isPositive().isEqualTo(dropped);
    assertThat(kept).containsExactlyElementsOf(reportIds((int) lost + 1, (int) (300 - inMemory)));
  }

  @Test
  void sendsWhatItHadKeptOnDiskAfterARestartBeforeWhatIsNew() throws Exception {
    Publisher first = publisher(redis.endpoint(), remembering(20_000, 1 << 20), spool(1 << 20), 4);
    first.start();
    first.publish(Lane.TELEMETRY, LAYER, List.of(report(1)));
    Await.until("the first is there", SOON, () -> first.counts().sent() == 1);
    redis.kill();
    for (int i = 2; i <= 300; i++) {
      first.publish(Lane.TELEMETRY, LAYER, List.of(report(i)));
      Await.until("the disk keeps up", SOON, () -> first.backlog().reportBytes() < 15_000);
    }
    assertThat(first.finish(Duration.ZERO)).isFalse();
    redis.start();

    Publisher next = publisher(redis.endpoint(), remembering(20_000, 1 << 20), spool(1 << 20), 5);
    next.publish(Lane.TELEMETRY, LAYER, List.of(report(301)));
    next.start();

    assertThat(next.finish(SOON)).isTrue();
    assertThat(ids(entries(LAYER.stream()))).containsExactlyElementsOf(reportIds(1, 301));
    assertThat(next.counts().sent()).isEqualTo(300);
  }

  private static List<String> ids(List<Entry> entries) {
    List<String> ids = new ArrayList<>();
    entries.forEach(
        entry -> entry.messages().forEach(message -> ids.add(message.header().messageId())));
    return ids;
  }

  private static List<String> reportIds(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> report(number).header().messageId())
        .toList();
  }

  @Test
  void saysThatSomethingIsLeftWhenRedisStaysAway() {
    Publisher publisher = publisher(redis.endpoint(), PublisherOptions.DEFAULTS);
    redis.kill();
    publisher.start();
    publisher.publish(Lane.URGENT, LAYER, List.of(beat(1)));

    assertThat(publisher.finish(Duration.ofMillis(300))).isFalse();
    assertThat(publisher.counts().sent()).isZero();
  }

  /** An entry of a stream, read back. */
  private record Entry(EntryHeader header, List<Message> messages) {}

  private static List<Entry> entries(String stream) throws DecodeFailure {
    WireReader reader =
        new WireReader(WireLimits.DEFAULTS, MessageTypes.builtIn(), ClaimCheckStore.none());
    List<Entry> entries = new ArrayList<>();
    for (StreamEntryBinary entry : raw(stream)) {
      Map<String, byte[]> fields = new HashMap<>();
      entry
          .getFields()
          .forEach((name, value) -> fields.put(new String(name, StandardCharsets.UTF_8), value));
      List<Message> messages = new ArrayList<>();
      for (Decoded decoded : reader.read(fields)) {
        messages.add(((Decoded.Good) decoded).message());
      }
      entries.add(new Entry(EntryHeaders.read(fields), messages));
    }
    return entries;
  }

  private static List<StreamEntryBinary> raw(String stream) {
    JedisByteMap<StreamEntryID> from = new JedisByteMap<>();
    from.put(stream.getBytes(StandardCharsets.UTF_8), new StreamEntryID("0-0"));
    try (Jedis jedis = redis.client()) {
      return jedis.xreadBinary(XReadParams.xReadParams(), from).get(0).getValue();
    }
  }

  private static Heartbeat beat(int number) {
    return Fixtures.heartbeat("one", Duration.ofMillis(number));
  }

  private static Message report(int number) {
    return Fixtures.report("one").seeds(4).metric("loss", 0.5).at(Fixtures.seconds(number)).build();
  }

  private static Message acknowledgement() {
    return Fixtures.acknowledgement(
            Fixtures.transition("one", SeedState.GERMINATED).of(1, 0).build(), Outcome.APPLIED)
        .build();
  }

  @Test
  void tellsItsGuardWhenItBreaksOffAndKeepsNothingThatNobodyWillSend() {
    Publisher publisher = publisher(redis.endpoint(), PublisherOptions.DEFAULTS);
    AtomicReference<Throwable> guarded = new AtomicReference<>();
    publisher.publish(
        Lane.URGENT,
        LAYER,
        List.of(beat(1)),
        () -> {
          throw new OutOfMemoryError("none left");
        });
    publisher.start((thread, thrown) -> guarded.set(thrown));
    Await.until("it has ended", SOON, publisher::hasEnded);
    publisher.publish(Lane.URGENT, LAYER, List.of(beat(2)));

    assertThat(guarded.get()).hasMessage("none left");
    assertThat(publisher.counts().dropped()).isEqualTo(1);
    assertThat(publisher.finish(SOON)).isFalse();
  }

  @Test
  void endsAtOnceWhenItWasNeverStarted() {
    Publisher publisher = publisher(redis.endpoint(), PublisherOptions.DEFAULTS);
    long start = System.nanoTime();

    assertThat(publisher.finish(SOON)).as("nothing waits").isTrue();
    publisher.publish(Lane.URGENT, LAYER, List.of(beat(1)));
    assertThat(publisher.finish(SOON)).as("a beat waits").isFalse();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }
}
