package io.tamiyo.jobs.journal;

import io.tamiyo.contracts.wire.EntryFields;
import io.tamiyo.operators.delivery.InboundEntry;
import io.tamiyo.operators.redis.Replies;
import io.tamiyo.operators.redis.StreamId;
import io.tamiyo.operators.streams.Installed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import redis.clients.jedis.Protocol.Command;

/**
 * What the streams of an installation hold still, those of its hosts and the control logs of its
 * job; a page of each is in memory.
 */
public final class StreamedJournal implements Journal {

  private static final int FIRST_PAGE = 32;
  private static final int MAX_PAGE = 500;
  private static final long PAGE_BYTES = 256 * 1024;

  private final Installed installed;
  private final Predicate<InboundEntry> wanted;

  /**
   * @param wanted what is handed over
   */
  public StreamedJournal(Installed installed, Predicate<InboundEntry> wanted) {
    this.installed = installed;
    this.wanted = wanted;
  }

  @Override
  public void read(Span span, Consumer<InboundEntry> taker) {
    PriorityQueue<Page> pages =
        new PriorityQueue<>(
            Comparator.comparing((Page page) -> page.first().id()).thenComparing(Page::stream));
    for (String stream : streams()) {
      addIfAny(pages, new Page(stream, span));
    }
    for (Page page = pages.poll(); page != null; page = pages.poll()) {
      InboundEntry entry = page.take();
      if (wanted.test(entry)) {
        taker.accept(entry);
      }
      addIfAny(pages, page);
    }
  }

  private void addIfAny(PriorityQueue<Page> pages, Page page) {
    if (page.hasNext()) {
      pages.add(page);
    }
  }

  /** Those that hosts have registered, which layers may share, and the control log of each. */
  private Set<String> streams() {
    List<?> registered =
        Replies.list(installed.redis().call(Command.HGETALL, installed.names().layers()));
    Set<String> streams = new TreeSet<>();
    for (int i = 0; i + 1 < registered.size(); i += 2) {
      streams.add(installed.names().control(Replies.text(registered.get(i))));
      streams.add(Replies.text(registered.get(i + 1)));
    }
    return streams;
  }

  /** The next entries of one stream. */
  private final class Page {

    private final String stream;
    private final Span span;
    private final Deque<Installed.Entry> entries = new ArrayDeque<>();
    private String next;
    private int size = FIRST_PAGE;
    private boolean isLast;

    Page(String stream, Span span) {
      this.stream = stream;
      this.span = span;
      this.next = span.from() + "-0";
    }

    String stream() {
      return stream;
    }

    Installed.Entry first() {
      return entries.getFirst();
    }

    boolean hasNext() {
      if (entries.isEmpty() && !isLast) {
        entries.addAll(installed.range(stream, next, "(" + span.to() + "-0", size));
        isLast = entries.size() < size;
        size = entries.isEmpty() ? size : sizeOfNext();
      }
      return !entries.isEmpty();
    }

    /** As many as fill a page of bytes, if they are as large as those of this one. */
    private int sizeOfNext() {
      long bytes = 0;
      for (Installed.Entry entry : entries) {
        for (byte[] value : entry.fields().values()) {
          bytes += value.length;
        }
      }
      return (int)
          Math.max(1, Math.min(MAX_PAGE, PAGE_BYTES * entries.size() / Math.max(1, bytes)));
    }

    InboundEntry take() {
      Installed.Entry entry = entries.removeFirst();
      StreamId id = entry.id();
      next = "(" + id;
      return new InboundEntry(layer(entry), stream, id.ms(), id.seq(), entry.fields());
    }

    private String layer(Installed.Entry entry) {
      byte[] layer = entry.fields().get(EntryFields.LAYER);
      return layer == null
          ? installed
              .names()
              .layerOfControl(stream)
              .orElseGet(() -> installed.names().lastOfInbound(stream))
          : new String(layer, StandardCharsets.UTF_8);
    }
  }
}
