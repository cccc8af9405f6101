package io.tamiyo.jobs.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** TCP ports of this machine's loopback address. */
public final class Ports {
  private Ports() {}

  /**
   * A port that was free a moment ago. Another process may take it first: whoever listens on it
   * must say clearly when it cannot.
   *
   * @throws CommandFailure if there is none
   */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new CommandFailure("no free port on 127.0.0.1; end some processes", failure);
    }
  }

  /**
   * Makes sure that nothing listens on a port.
   *
   * @param port 1 to 65535
   * @param purpose who wants it, such as "Flink's web UI"
   * @param remedy what to do, such as "choose another with --web-port"
   * @throws CommandFailure if the port is taken
   */
  public static void requireFree(int port, String purpose, String remedy) {
    try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
      socket.getLocalPort();
    } catch (IOException taken) {
      throw new CommandFailure(
          "port " + port + ", for " + purpose + ", is taken; " + remedy, taken);
    }
  }

  private static InetAddress loopback() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
