package io.tamiyo.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Listens to the parent of a host. The end of the input ends the host, whatever it was that ended
 * the parent.
 */
final class HostConsole {

  /** Ends training and reports; commands are still applied and acknowledged. */
  static final String STOP_TRAINING = "stop-training";

  /** Ends the host, as the end of the input does. */
  static final String EXIT = "exit";

  private HostConsole() {}

  /** Follows the input on a daemon thread; other lines are passed over. */
  static void follow(InputStream input, Runnable stopTraining, Runnable exit) {
    Thread thread = new Thread(() -> read(input, stopTraining, exit), "console");
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(InputStream input, Runnable stopTraining, Runnable exit) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.strip().equals(EXIT)) {
          break;
        }
        if (line.strip().equals(STOP_TRAINING)) {
          stopTraining.run();
        }
      }
    } catch (IOException parentIsGone) {
      System.err.println("standard input broke off: " + parentIsGone.getMessage());
    }
    exit.run();
  }
}
