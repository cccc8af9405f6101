package io.tamiyo.host.commands;

import io.tamiyo.contracts.message.CustomCommand;
import io.tamiyo.host.seeds.Seed;
import io.tamiyo.host.seeds.SeedReadings;
import java.util.List;
import java.util.Map;

/**
 * Decides on a kind of command that this release does not know. Found by {@link
 * java.util.ServiceLoader}; its kind is made known to the wire by a {@link
 * io.tamiyo.contracts.message.MessageTypes.Provider}.
 *
 * <p>Whatever it decides, the host holds to the protocol: copies, epochs and revisions are checked
 * before it is asked, only seeds that the fence names are changed, only along edges of the
 * lifecycle table, all of them or none, durably before anybody hears of it.
 *
 * @param <C> the kind
 */
public interface CommandProcessor<C extends CustomCommand> {

  /** What a processor makes of a command. */
  sealed interface Verdict {

    /**
     * The seeds as they shall be, each one revision after what it was: {@link Seed#entering} and
     * {@link Seed#updated} give such seeds.
     */
    record Change(List<Seed> seeds) implements Verdict {
      public Change {
        seeds = List.copyOf(seeds);
      }
    }

    /**
     * Nothing is changed.
     *
     * @param error why, for people
     * @param details for machines, for instance legal alternatives
     */
    record Refusal(String error, Map<String, Object> details) implements Verdict {}
  }

  /** The kind of command. */
  Class<C> kind();

  /**
   * What becomes of a command. Pure: the same arguments give the same verdict.
   *
   * @param targets the seeds that its fence names, as they are, ascending
   * @param readings what the host has measured
   */
  Verdict decide(C command, List<Seed> targets, SeedReadings readings);
}
