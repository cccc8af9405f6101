package io.tamiyo.host.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection to a Redis that fails on demand, as the host sees it: up, cut as by a kill of the
 * server, or slow.
 */
final class RedisLine implements AutoCloseable {

  /** What becomes of what is sent. */
  enum State {
    /** It arrives at once. */
    UP,
    /** Connections break, and new ones break again. */
    CUT,
    /** Every reply takes {@value #SLOW_MILLIS} ms more. */
    SLOW
  }

  private static final int SLOW_MILLIS = 500;
  private static final int BACKLOG = 50;
  private static final int CHUNK = 1 << 16;

  private final ServerSocket server;
  private final String targetHost;
  private final int targetPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile State state = State.UP;
  private volatile boolean closed;

  /**
   * A line that is up.
   *
   * @throws UncheckedIOException when there is no port for it
   */
  RedisLine(String targetHost, int targetPort) {
    this.targetHost = targetHost;
    this.targetPort = targetPort;
    try {
      server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException refused) {
      throw new UncheckedIOException("no port for the line to Redis", refused);
    }
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void turn(State next) {
    state = next;
    if (next == State.CUT) {
      breakAll();
    }
  }

  private void breakAll() {
    sockets.forEach(RedisLine::end);
    sockets.clear();
  }

  private void accept() {
    while (!closed) {
      try {
        join(server.accept());
      } catch (IOException refused) {
        if (!closed) {
          breakAll();
        }
      }
    }
  }

  private void join(Socket client) throws IOException {
    sockets.add(client);
    if (state == State.CUT) {
      end(client);
      return;
    }
    Socket redis = new Socket(targetHost, targetPort);
    redis.setTcpNoDelay(true);
    client.setTcpNoDelay(true);
    sockets.add(redis);
    daemon(() -> pump(client, redis, false));
    daemon(() -> pump(redis, client, true));
  }

  private void pump(Socket from, Socket to, boolean replies) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (replies && state == State.SLOW) {
          Thread.sleep(SLOW_MILLIS);
        }
        out.write(chunk, 0, read);
      }
    } catch (IOException broken) {
      sockets.remove(from);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException broken) {
      throw new UncheckedIOException("a connection can't be cut", broken);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "line to Redis");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException broken) {
      throw new UncheckedIOException("the line to Redis can't be closed", broken);
    } finally {
      breakAll();
    }
  }
}
