package io.tamiyo.operators.redis.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tamiyo.operators.redis.Await;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AppendQueueTest {
  private static final StreamAppend TEN_BYTES = StreamAppend.of("s", Map.of("f", new byte[8]));

  private final AppendQueue queue = new AppendQueue(new SinkOptions(3, 25, 2));

  @Test
  void handsOutTheOldestInBatches() throws Exception {
    queue.put(append(1));
    queue.put(append(2));
    queue.put(append(3));

    assertThat(queue.take()).hasSize(2);
    assertThat(queue.take()).hasSize(1);
    assertThat(queue.depth()).isEqualTo(3);
  }

  private static StreamAppend append(int bytes) {
    return StreamAppend.of("s", Map.of("f", new byte[bytes]));
  }

  @Test
  void holdsAWriterBackUntilThereIsRoomForItsBytes() throws Exception {
    queue.put(TEN_BYTES);
    queue.put(TEN_BYTES);
    CompletableFuture<Void> third = CompletableFuture.runAsync(() -> put(TEN_BYTES));

    queue.acknowledge(queue.take().subList(0, 1));

    third.join();
    assertThat(queue.depth()).isEqualTo(2);
  }

  @Test
  void letsAnEntryPassThatIsLargerThanTheQueue() throws Exception {
    queue.put(append(1_000));

    assertThat(queue.take()).hasSize(1);
  }

  @Test
  void waitsUntilEverythingIsAcknowledged() throws Exception {
    queue.put(TEN_BYTES);
    CompletableFuture<Void> flush = CompletableFuture.runAsync(this::flush);
    List<StreamAppend> batch = queue.take();
    assertThat(flush).isNotDone();

    queue.acknowledge(batch);

    flush.join();
  }

  @Test
  void tellsAWaitingWriterOfAFailure() throws Exception {
    queue.put(TEN_BYTES);
    CompletableFuture<Void> flush = CompletableFuture.runAsync(this::flush);

    queue.fail(new IOException("refused"));

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(flush::join)
        .withMessageContaining("refused");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> queue.put(TEN_BYTES));
  }

  @Test
  void endsTheTakingOnceClosed() {
    CompletableFuture<List<StreamAppend>> taken = CompletableFuture.supplyAsync(this::take);

    queue.close();

    Await.until(taken::isDone);
    assertThat(taken.join()).isEmpty();
  }

  @Test
  void refusesBoundsThatLetNothingThrough() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SinkOptions(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SinkOptions(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SinkOptions(1, 1, 0));
    assertThat(SinkOptions.DEFAULT).isEqualTo(new SinkOptions(8_192, 33_554_432, 1_024));
  }

  private void put(StreamAppend append) {
    try {
      queue.put(append);
    } catch (IOException | InterruptedException failure) {
      throw new CompletionException(failure);
    }
  }

  private void flush() {
    try {
      queue.awaitAcknowledged();
    } catch (IOException | InterruptedException failure) {
      throw new CompletionException(failure);
    }
  }

  private List<StreamAppend> take() {
    try {
      return queue.take();
    } catch (InterruptedException failure) {
      throw new CompletionException(failure);
    }
  }
}
