package io.tamiyo.operators.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tamiyo.contracts.fixtures.RandomSeeds;
import io.tamiyo.contracts.message.DeadLetter;
import io.tamiyo.contracts.message.Header;
import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.deadletters.RetryQueue.Waiting;
import io.tamiyo.operators.delivery.RetryOptions;
import io.tamiyo.operators.redis.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RetryQueueTest {

  private static final RetryOptions OPTIONS = new RetryOptions(3, Duration.ofMillis(100));

  private static Waiting waiting(long letter, String stream, long dueMs) {
    return new Waiting(new StreamId(letter, 0), stream, dueMs);
  }

  private static List<Long> letters(List<Waiting> due) {
    return due.stream().map(each -> each.letter().ms()).toList();
  }

  @Test
  void letsGoWhatHasWaitedLongEnoughInTheTimeOfItsStream() {
    RetryQueue queue = new RetryQueue();
    queue.add(waiting(1, "a", 10));
    queue.add(waiting(2, "a", 20));
    queue.add(waiting(3, "b", 10));
    Map<String, OptionalLong> times = new HashMap<>();
    times.put("a", OptionalLong.of(15));
    times.put("b", OptionalLong.of(9));
    assertThat(letters(queue.due(100, times::get))).containsExactly(1L);
    assertThat(queue.size()).isEqualTo(2);
    times.put("a", OptionalLong.of(20));
    times.put("b", OptionalLong.of(10));
    assertThat(letters(queue.due(100, times::get))).containsExactlyInAnyOrder(2L, 3L);
    assertThat(queue.size()).isZero();
  }

  @Test
  void asksForNoTimeBeforeAnythingMayBeDue() {
    RetryQueue queue = new RetryQueue();
    queue.add(waiting(1, "a", 10));
    assertThat(
            queue.due(
                9,
                stream -> {
                  throw new AssertionError("asked for the time of " + stream);
                }))
        .isEmpty();
  }

  @Test
  void leavesToPeopleWhatGoesBackToNoStreamOrIsTooMuch() {
    RetryQueue queue = new RetryQueue();
    for (int letter = 0; letter < RetryQueue.MAX_OF_STREAM; letter++) {
      assertThat(queue.add(waiting(letter, "a", 0))).isTrue();
    }
    assertThat(queue.add(waiting(5_000, "a", 0))).isFalse();
    for (int letter = 0; letter < RetryQueue.MAX_LETTERS - RetryQueue.MAX_OF_STREAM; letter++) {
      queue.add(waiting(10_000 + letter, "b" + letter % 10, 0));
    }
    assertThat(queue.add(waiting(5_000, "c", 0))).isFalse();
    assertThat(queue.size()).isEqualTo(RetryQueue.MAX_LETTERS);
    assertThat(queue.due(0, stream -> OptionalLong.empty())).isEmpty();
    assertThat(queue.size()).as("all streams are gone").isZero();
  }

  @Test
  void hasNoLetterWaitTwice() {
    RetryQueue queue = new RetryQueue();
    assertThat(queue.add(waiting(1, "a", 0))).isTrue();
    assertThat(queue.add(waiting(1, "a", 0))).isTrue();
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.due(0, stream -> OptionalLong.of(0))).hasSize(1);
    assertThat(queue.add(waiting(1, "a", 0))).as("it was put back").isTrue();
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void hasRoomAgainOnceHalfOfItIsThere() {
    RetryQueue queue = new RetryQueue();
    assertThat(queue.hasRoom("a")).isTrue();
    for (int letter = 0; letter <= RetryQueue.MAX_OF_STREAM / 2; letter++) {
      queue.add(waiting(letter, "a", 0));
    }
    assertThat(queue.hasRoom("a")).isFalse();
    assertThat(queue.hasRoom("b")).isTrue();
    queue.due(0, stream -> OptionalLong.of(0));
    assertThat(queue.hasRoom("a")).isTrue();
  }

  @Test
  void losesNothingWhenATimeCannotBeTold() {
    RetryQueue queue = new RetryQueue();
    queue.add(waiting(1, "a", 0));
    queue.add(waiting(2, "b", 0));
    assertThatThrownBy(
            () ->
                queue.due(
                    0,
                    stream -> {
                      if (stream.equals("b")) {
                        throw new IllegalStateException("as the test says");
                      }
                      return OptionalLong.of(0);
                    }))
        .hasMessage("as the test says");
    assertThat(letters(queue.due(0, stream -> OptionalLong.of(0)))).containsExactly(1L, 2L);
  }

  @Test
  void letsGoFewAtOnceAndOfEachStreamInTurn() {
    RetryQueue queue = new RetryQueue();
    for (int stream = 0; stream < 15; stream++) {
      for (int letter = 0; letter < 50; letter++) {
        queue.add(waiting(100L * stream + letter, "stream-" + stream, letter));
      }
    }
    Set<String> served = new HashSet<>();
    List<Waiting> first = queue.due(1_000, stream -> OptionalLong.of(1_000));
    assertThat(first).hasSize(RetryQueue.AT_ONCE_IN_ALL);
    assertThat(letters(first.subList(0, RetryQueue.AT_ONCE))).isSorted().endsWith(19L);
    first.forEach(each -> served.add(each.stream()));
    queue.due(1_000, stream -> OptionalLong.of(1_000)).forEach(each -> served.add(each.stream()));
    assertThat(served).hasSize(15);
  }

  @RandomSeeds
  void triesEachLetterUntilItPassesOrWasTriedOftenEnoughAlwaysInTheSameWay(long seed) {
    List<String> history = new History(seed).run();
    assertThat(new History(seed).run()).isEqualTo(history);
  }

  /** Some streams whose messages are refused at random, and tried again, until nothing waits. */
  private static final class History {

    private record Attempt(int message, StoredLetter letter) {}

    private final Random random;
    private final RetryQueue queue = new RetryQueue();
    private final Map<StreamId, Attempt> book = new TreeMap<>();
    private final Map<String, Long> times = new TreeMap<>();
    private final List<String> history = new ArrayList<>();
    private final Set<Integer> passed = new HashSet<>();
    private final Set<Integer> left = new HashSet<>();
    private long now = 1_000;
    private long sequence;

    History(long seed) {
      this.random = new Random(seed);
    }

    List<String> run() {
      int messages = 300 + random.nextInt(300);
      int streams = 1 + random.nextInt(20);
      for (int message = 0; message < messages; message++) {
        String stream = "stream-" + message % streams;
        times.put(stream, now);
        refused(message, 0, stream);
        pass(random.nextInt(20));
      }
      while (queue.size() > 0) {
        pass(1 + random.nextInt(500));
      }
      assertThat(passed.size() + left.size()).as("none is lost").isEqualTo(messages);
      assertThat(book).as("what is left is still there for people").hasSameSizeAs(left);
      return history;
    }

    private void refused(int message, int attempts, String stream) {
      StoredLetter letter = letter(new StreamId(now, sequence++), attempts, stream);
      book.put(letter.id(), new Attempt(message, letter));
      letter
          .dueMs(OPTIONS)
          .ifPresentOrElse(
              due -> queue.add(new Waiting(letter.id(), stream, due)), () -> left.add(message));
    }

    /** As the job writes it: what was tried before says so among its fields. */
    private static StoredLetter letter(StreamId id, int attempts, String stream) {
      Map<String, String> fields = new HashMap<>();
      fields.put(EntryFields.DATA, "");
      if (attempts > 0) {
        byte[] number = String.valueOf(attempts).getBytes(StandardCharsets.UTF_8);
        fields.put(EntryFields.REPLAY_ATTEMPT, Base64.getEncoder().encodeToString(number));
      }
      Header header = Header.of("letter", 0, "tamiyo/ingest");
      return new StoredLetter(
          id, new DeadLetter(header, "layer", stream, "1-0", -1, 1, "rate_limited", "", fields));
    }

    /** Time passes; streams lag behind it, each as it likes. */
    private void pass(int ms) {
      now += ms;
      times.replaceAll(
          (stream, time) -> random.nextBoolean() ? now : Math.max(time, now - random.nextInt(50)));
      List<Waiting> due = queue.due(now, stream -> OptionalLong.of(times.getOrDefault(stream, 0L)));
      assertThat(due).hasSizeLessThanOrEqualTo(RetryQueue.AT_ONCE_IN_ALL);
      due.forEach(this::again);
    }

    private void again(Waiting waiting) {
      assertThat(book).as("each letter is tried once").containsKey(waiting.letter());
      Attempt before = Objects.requireNonNull(book.remove(waiting.letter()));
      int number = before.letter().attempts() + 1;
      history.add(now + " " + waiting + " " + number);
      assertThat(number).isLessThanOrEqualTo(OPTIONS.attempts());
      assertThat(times.getOrDefault(waiting.stream(), 0L) - waiting.letter().ms())
          .isGreaterThanOrEqualTo(OPTIONS.firstWait().toMillis() << before.letter().attempts());
      if (random.nextInt(3) == 0) {
        assertThat(passed.add(before.message())).isTrue();
        return;
      }
      refused(before.message(), number, waiting.stream());
    }
  }
}
