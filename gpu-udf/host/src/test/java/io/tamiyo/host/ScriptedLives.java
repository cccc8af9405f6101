package io.tamiyo.host;

import static io.tamiyo.host.TrainingUnderKill.LAYER;

import io.tamiyo.contracts.command.Revision;
import io.tamiyo.contracts.command.SeedTarget;
import io.tamiyo.contracts.fixtures.Fixtures;
import io.tamiyo.contracts.lifecycle.LifecycleTable;
import io.tamiyo.contracts.lifecycle.SeedState;
import io.tamiyo.contracts.message.CommandResult;
import io.tamiyo.contracts.message.LayerHealthReport;
import io.tamiyo.contracts.message.Message;
import io.tamiyo.contracts.message.SeedOutcome;
import io.tamiyo.contracts.naming.StreamNames;
import io.tamiyo.host.layer.TestingJob;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Leads the seeds of a layer through lives of all kinds, on the revisions that it hears of. */
final class ScriptedLives {

  /** A seed as it was last heard of. */
  private record Known(SeedState state, Revision revision) {}

  private final TestingJob job;
  private final SplittableRandom random;
  private final Map<Integer, Known> seeds = new TreeMap<>();
  private final Set<String> sent = new HashSet<>();

  ScriptedLives(TestingJob job, SplittableRandom random) {
    this.job = job;
    this.random = random;
  }

  /** Commands for a time. */
  void leadFor(long nanos) {
    long end = System.nanoTime() + nanos;
    do {
      job.messages(StreamNames.unnamed().inbound(LAYER)).forEach(this::hear);
      seeds.forEach(this::command);
    } while (System.nanoTime() < end);
  }

  private void hear(Message message) {
    if (message instanceof CommandResult result) {
      for (SeedOutcome seed : result.seeds()) {
        hear(seed.seedId(), seed.state(), seed.revision());
      }
    }
    if (message instanceof LayerHealthReport report) {
      for (int seed = 0; seed < report.totalSeeds(); seed++) {
        hear(seed, report.seeds().state(seed), report.seeds().revision(seed));
      }
    }
  }

  private void hear(int seedId, SeedState state, Revision revision) {
    Known known = seeds.get(seedId);
    if (known == null || revision.compareTo(known.revision()) > 0) {
      seeds.put(seedId, new Known(state, revision));
    }
  }

  private void command(int seedId, Known known) {
    if (!sent.add(seedId + "@" + known.revision())) {
      return;
    }
    List<SeedState> next = LifecycleTable.CURRENT.next(known.state()).stream().sorted().toList();
    if (next.isEmpty()) {
      return;
    }
    SeedState forward = next.get(0);
    SeedState target = random.nextInt(6) == 0 ? next.get(random.nextInt(next.size())) : forward;
    job.append(
        StreamNames.unnamed().control(LAYER),
        LAYER,
        Fixtures.transition(LAYER, target)
            .of(new SeedTarget(seedId, known.revision()))
            .forced()
            .build());
  }
}
