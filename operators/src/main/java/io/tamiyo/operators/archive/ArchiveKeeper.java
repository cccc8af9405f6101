package io.tamiyo.operators.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is too old or too much, on a thread of its own, since file systems may be slow. What
 * it can't delete is counted ({@code archiveDeletionFailures}) and tried again a minute later.
 */
final class ArchiveKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveKeeper.class);

  private static final long EVERY_MILLIS = 60_000;

  private final ArchiveOptions options;
  private final ArchiveDirectory directory;
  private final Counter failures;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread worker = new Thread(work, "archive retention");
            worker.setDaemon(true);
            return worker;
          });
  private long looked;

  /**
   * @param options what it keeps
   */
  ArchiveKeeper(ArchiveOptions options, MetricGroup metrics) {
    this.options = options;
    this.directory = new ArchiveDirectory(options.path());
    this.failures = metrics.counter("archiveDeletionFailures");
  }

  /**
   * Looks, but at most once a minute.
   *
   * @param now the clock by which files are written, milliseconds since 1970
   */
  void look(long now) {
    if (now - looked >= EVERY_MILLIS) {
      looked = now;
      thread.execute(() -> deleteExpired(now));
    }
  }

  /** As {@link #look}, on this thread and at once. */
  void deleteExpired(long now) {
    try {
      List<ArchiveMinute> expired = ArchiveRetention.expired(directory.minutes(), now, options);
      for (ArchiveMinute minute : expired) {
        directory.delete(minute);
      }
      if (!expired.isEmpty()) {
        LOG.info("{} minutes of the archive have expired", expired.size());
      }
    } catch (FileNotFoundException nothingArchivedYet) {
      LOG.debug("nothing is archived yet: {}", nothingArchivedYet.getMessage());
    } catch (IOException refused) {
      failures.inc();
      LOG.warn("the archive {} can't be cleared: {}", options.path(), refused.toString());
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
