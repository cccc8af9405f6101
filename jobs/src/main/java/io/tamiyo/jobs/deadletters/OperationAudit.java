package io.tamiyo.jobs.deadletters;

import io.tamiyo.operators.deadletters.LetterAudit;
import io.tamiyo.operators.streams.Installed;
import java.io.PrintWriter;
import java.util.Locale;
import redis.clients.jedis.exceptions.JedisException;

/** Tells who audits what people did with dead letters, in the audit's stream. */
final class OperationAudit {

  private OperationAudit() {}

  /**
   * Tells of an operation, unless nothing was done. What was done stays done when it can't be told:
   * that is only a warning.
   *
   * @param done what was done with them, for instance {@code dropped}
   * @param now the server's clock, milliseconds since 1970
   * @param err where the warning goes
   */
  static void tell(Installed installed, String done, long letters, long now, PrintWriter err) {
    if (letters == 0) {
      return;
    }
    try {
      LetterAudit.write(installed, System.getProperty("user.name"), done, letters, now);
    } catch (JedisException refused) {
      err.printf(
          Locale.ROOT,
          "%d dead letters %s, but the audit could not be told: %s%n",
          letters,
          done,
          refused.getMessage());
      err.flush();
    }
  }
}
