package io.tamiyo.operators.ordering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every strategy should do, said as simply as can be: nothing is remembered that can be asked.
 */
final class OrderModel {

  /** What waits: since when, with how many messages. */
  private record Held(long since, int messages) {}

  private static final class Track {
    final String name;
    final int id;
    long epoch;
    long next = 1;
    final TreeMap<Long, Held> waiting = new TreeMap<>();

    Track(String name, int id, long epoch) {
      this.name = name;
      this.id = id;
      this.epoch = epoch;
    }

    long since() {
      return waiting.values().stream().mapToLong(Held::since).min().orElse(Long.MAX_VALUE);
    }

    long reach() {
      return waiting.isEmpty() ? 0 : waiting.lastKey() - (next > 1 ? next : waiting.firstKey());
    }
  }

  private final int maxLanes;

  /** Longest silent first. */
  private final List<Track> tracks = new ArrayList<>();

  private List<String> out = new ArrayList<>();
  private int seen;

  OrderModel(int maxLanes) {
    this.maxLanes = maxLanes;
  }

  /** What an entry and the moment of its arrival bring about; no name for one without a place. */
  List<String> arrive(
      OrderingOptions options,
      long now,
      @Nullable String name,
      long epoch,
      long sequence,
      int messages) {
    out = new ArrayList<>();
    boolean ordered = options.strategy() == OrderingStrategy.PARTITION;
    if (!ordered) {
      tracks.forEach(
          track -> {
            while (!track.waiting.isEmpty()) {
              track.next = track.waiting.firstKey();
              releaseReady(track);
            }
          });
    }
    if (name == null) {
      out.add("pass");
    } else if (ordered) {
      place(options, now, heard(name, epoch), epoch, sequence, messages);
    } else {
      Track track = heard(name, epoch);
      out.add("pass");
      track.next = epoch == track.epoch ? Math.max(track.next, sequence + 1) : track.next;
    }
    for (Track track : tracks) {
      while (!track.waiting.isEmpty() && now - track.since() >= options.timeoutMs()) {
        giveUp(track);
      }
    }
    return out;
  }

  /** Messages that wait. */
  long held() {
    return tracks.stream()
        .flatMap(track -> track.waiting.values().stream())
        .mapToLong(Held::messages)
        .sum();
  }

  private Track heard(String name, long epoch) {
    Track track = tracks.stream().filter(each -> each.name.equals(name)).findFirst().orElse(null);
    if (track == null) {
      track = new Track(name, seen++, epoch);
    }
    tracks.remove(track);
    tracks.add(track);
    while (tracks.size() > maxLanes) {
      giveUpAll(tracks.remove(0));
    }
    if (epoch > track.epoch) {
      giveUpAll(track);
      track.epoch = epoch;
      track.next = 1;
    }
    return track;
  }

  private void place(
      OrderingOptions options, long now, Track track, long epoch, long sequence, int messages) {
    if (epoch < track.epoch || sequence < track.next) {
      out.add("late");
    } else if (track.waiting.containsKey(sequence)) {
      out.add("drop " + messages);
    } else if (sequence == track.next) {
      out.add("pass");
      track.next++;
      releaseReady(track);
    } else {
      out.add("hold " + track.id + "/" + sequence);
      track.waiting.put(sequence, new Held(now, messages));
      while (track.reach() > options.window()) {
        giveUp(track);
      }
      while (held() > options.maxPending()) {
        giveUp(longestWaiting());
      }
    }
  }

  private Track longestWaiting() {
    Track longest = tracks.get(0);
    for (Track track : tracks) {
      longest = track.since() < longest.since() ? track : longest;
    }
    return longest;
  }

  private void giveUpAll(Track track) {
    while (!track.waiting.isEmpty()) {
      giveUp(track);
    }
  }

  private void giveUp(Track track) {
    out.add("give up " + track.id + "/" + track.next + "-" + (track.waiting.firstKey() - 1));
    track.next = track.waiting.firstKey();
    releaseReady(track);
  }

  private void releaseReady(Track track) {
    while (track.waiting.containsKey(track.next)) {
      Map.Entry<Long, Held> first = track.waiting.pollFirstEntry();
      out.add("release " + track.id + "/" + first.getKey() + " " + first.getValue().messages());
      track.next++;
    }
  }
}
