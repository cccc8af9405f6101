package io.tamiyo.host.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A connection to Redis that can lose replies: once told to, it hands requests on, swallows the
 * first reply, and breaks the connection. Redis has done what was asked; the client can't know.
 */
public final class ReplySwallowingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean swallowing;
  private volatile boolean closed;

  public ReplySwallowingProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public RedisEndpoint endpoint() {
    return RedisEndpoint.of("127.0.0.1", server.getLocalPort());
  }

  /** The next reply is lost, and its connection with it; those after it are not. */
  public void swallowNextReply() {
    swallowing = true;
  }

  /** Whether the reply was swallowed. */
  public boolean hasSwallowed() {
    return !swallowing;
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = server.accept();
        Socket redis = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(redis);
        daemon(() -> pump(client, redis, false));
        daemon(() -> pump(redis, client, true));
      } catch (IOException ended) {
        if (!closed) {
          throw new UncheckedIOException(ended);
        }
      }
    }
  }

  private void pump(Socket from, Socket to, boolean replies) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      int read = in.read(buffer);
      while (read >= 0) {
        if (replies && swallowing) {
          swallowing = false;
          return;
        }
        out.write(buffer, 0, read);
        out.flush();
        read = in.read(buffer);
      }
    } catch (IOException broken) {
      // What a proxy does when either side ends: it ends the other, by leaving this block.
      sockets.remove(from);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
