package io.tamiyo.operators.tamiyo;

import io.tamiyo.contracts.command.Outcome;
import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.lifecycle.Metrics;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.Heartbeat;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.SeedColumns;
import io.tamiyo.contracts.message.SeedOutcome;
import io.tamiyo.contracts.message.StateTransitionEvent;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What Tamiyo knows of a layer. Of a seed the greatest revision counts, in whatever order messages
 * come: a message about an earlier revision changes nothing, and one of an earlier host store
 * nothing at all. A new store replaces everything that was known.
 *
 * <p>Mutable, since a copy per report would cost more than the report; Flink copies it where a
 * snapshot needs one.
 */
public final class LayerView {

  private static final String GOODBYE = "stopping";

  private final SeedRows rows;
  private long hostEpoch;
  private int totalSeeds;
  private long reportedAt;
  private boolean gone;

  /** A layer of which nothing is known. */
  public LayerView() {
    this(new SeedRows(), Revision.UNKNOWN.hostEpoch(), 0, SeedRows.NEVER, false);
  }

  private LayerView(SeedRows rows, long hostEpoch, int totalSeeds, long reportedAt, boolean gone) {
    this.rows = rows;
    this.hostEpoch = hostEpoch;
    this.totalSeeds = totalSeeds;
    this.reportedAt = reportedAt;
    this.gone = gone;
  }

  /** Seeds that the layer has, known or not. */
  public int totalSeeds() {
    return totalSeeds;
  }

  /** One more than the greatest seed that anything is known of. */
  public int size() {
    return rows.size();
  }

  /** Whether state and revision of a seed are known. */
  public boolean knows(int seed) {
    return rows.knows(seed);
  }

  /** The state of a known seed. */
  public SeedState state(int seed) {
    return rows.state(seed);
  }

  /** Whether a seed is known to be in a state. */
  public boolean isIn(int seed, SeedState state) {
    return rows.isIn(seed, state);
  }

  /** The revision of a known seed. */
  public Revision revision(int seed) {
    return new Revision(hostEpoch, rows.revision(seed));
  }

  /** Training epochs that a known seed has been in its state, at least. */
  public int epochsInState(int seed) {
    return rows.epochs(seed);
  }

  /** What the last report measured of a known seed in its present state. */
  public Metrics metrics(int seed) {
    return rows.metrics(seed);
  }

  /**
   * Whether a seed may be decided on: it is known, its last report is recent, and the host has not
   * refused a command for it since.
   */
  public boolean isDecidable(int seed, long now, long staleAfterMs) {
    return rows.knows(seed)
        && !rows.isRefused(seed)
        && isRecent(rows.reportedAt(seed), now, staleAfterMs);
  }

  /** How well the layer is seen at {@code now}. */
  public Sight sight(long now, long staleAfterMs) {
    if (reportedAt == SeedRows.NEVER) {
      return Sight.NONE;
    }
    if (gone) {
      return Sight.GONE;
    }
    return isRecent(reportedAt, now, staleAfterMs) ? Sight.CLEAR : Sight.STALE;
  }

  /** When the last report came, stream time in milliseconds. */
  public long reportedAt() {
    return reportedAt;
  }

  private static boolean isRecent(long reportedAt, long now, long staleAfterMs) {
    return reportedAt != SeedRows.NEVER && now - reportedAt <= staleAfterMs;
  }

  /**
   * Takes a report.
   *
   * @param at stream time
   * @param late whether later messages of its sender have been taken before; then only greater
   *     revisions are
   */
  public void take(LayerHealthReport report, long at, boolean late) {
    SeedColumns seeds = report.seeds();
    if (seeds.hostEpoch() < hostEpoch) {
      return;
    }
    beginStore(seeds.hostEpoch());
    if (!late) {
      totalSeeds = report.totalSeeds();
      rows.truncate(totalSeeds);
      reportedAt = at;
      gone = false;
    }
    rows.take(seeds, Math.min(totalSeeds, SeedRows.MAX_SEEDS), at, late);
  }

  /** Takes an acknowledgement: where the targets stand, and whether the host has refused. */
  public void take(CommandResult result) {
    boolean refused = result.outcome() == Outcome.REJECTED || result.outcome() == Outcome.FAILED;
    for (SeedOutcome seed : result.seeds()) {
      enter(seed.seedId(), seed.state(), seed.revision());
      if (refused && rows.knows(seed.seedId()) && seed.revision().equals(revision(seed.seedId()))) {
        rows.refuse(seed.seedId());
      }
    }
  }

  /** Takes the news that a seed has changed its state. */
  public void take(StateTransitionEvent event) {
    if (event.success()) {
      enter(event.seedId(), event.toState(), event.revision());
    }
  }

  /** Takes a sign of life, or the host's goodbye; returns whether that is news. */
  public boolean take(Heartbeat heartbeat) {
    return setGone(heartbeat.status().equals(GOODBYE));
  }

  /** Takes the word that the host is there; returns whether that is news. */
  public boolean announced() {
    return setGone(false);
  }

  private boolean setGone(boolean saysGoodbye) {
    boolean news = gone != saysGoodbye;
    gone = saysGoodbye;
    return news;
  }

  private void enter(int seed, SeedState state, Revision revision) {
    if (seed < 0 || seed >= SeedRows.MAX_SEEDS || revision.hostEpoch() < hostEpoch) {
      return;
    }
    beginStore(revision.hostEpoch());
    boolean uncounted = revision.equals(Revision.UNKNOWN);
    if (!rows.knows(seed) || uncounted || revision.number() > rows.revision(seed)) {
      rows.enter(seed, state.code(), revision.number());
    }
  }

  private void beginStore(long epoch) {
    if (epoch > hostEpoch) {
      hostEpoch = epoch;
      rows.clear();
    }
  }

  LayerView copy() {
    return new LayerView(rows.copy(), hostEpoch, totalSeeds, reportedAt, gone);
  }

  void write(DataOutputView target) throws IOException {
    target.writeLong(hostEpoch);
    target.writeInt(totalSeeds);
    target.writeLong(reportedAt);
    target.writeBoolean(gone);
    rows.write(target);
  }

  static LayerView read(DataInputView source) throws IOException {
    long hostEpoch = source.readLong();
    int totalSeeds = source.readInt();
    long reportedAt = source.readLong();
    boolean gone = source.readBoolean();
    return new LayerView(SeedRows.read(source), hostEpoch, totalSeeds, reportedAt, gone);
  }
}
