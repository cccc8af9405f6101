package io.tamiyo.jobs.closedloop;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A way to Redis on which control logs can be hidden from whoever reads: it asks for a log that is
 * not there instead. So a job does not learn that another leads, and goes on sending, as one whose
 * network delays what it reads.
 */
final class BlindfoldProxy implements AutoCloseable {

  private static final String CONTROL = "kasmina.control.layer.";
  private static final String HIDDEN = "kasmina.control.hidden.";
  private static final String READ = "XREAD";

  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean blind;
  private volatile boolean closed;

  /**
   * @param target the port of Redis on this machine
   */
  BlindfoldProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** How to reach Redis through it. */
  String url() {
    return "redis://127.0.0.1:" + server.getLocalPort();
  }

  /** From now on nothing more is read of any control log. */
  void blindfold() {
    blind = true;
  }

  /** What was hidden is read now. */
  void unveil() {
    blind = false;
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = server.accept();
        Socket redis = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        redis.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(redis);
        daemon(() -> requests(client, redis));
        daemon(() -> replies(redis, client));
      } catch (IOException ended) {
        if (!closed) {
          throw new UncheckedIOException(ended);
        }
      }
    }
  }

  private void requests(Socket client, Socket redis) {
    try (client;
        redis) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
      OutputStream out = new BufferedOutputStream(redis.getOutputStream(), 1 << 16);
      while (true) {
        request(in, out);
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException ended) {
      sockets.remove(client);
    }
  }

  /** Hands one request on: an array of strings, as every client sends. */
  private void request(DataInputStream in, OutputStream out) throws IOException {
    int length = number(in, '*');
    line(out, '*', length);
    boolean reads = false;
    for (int i = 0; i < length; i++) {
      byte[] argument = in.readNBytes(number(in, '$'));
      in.skipNBytes(2);
      String text = new String(argument, StandardCharsets.ISO_8859_1);
      reads |= i == 0 && text.equalsIgnoreCase(READ);
      if (reads && blind && text.contains(CONTROL)) {
        argument = text.replace(CONTROL, HIDDEN).getBytes(StandardCharsets.ISO_8859_1);
      }
      line(out, '$', argument.length);
      out.write(argument);
      out.write('\r');
      out.write('\n');
    }
  }

  private static void line(OutputStream out, char type, int number) throws IOException {
    out.write((type + Integer.toString(number) + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static int number(DataInputStream in, char type) throws IOException {
    int found = in.read();
    if (found < 0) {
      throw new EOFException();
    }
    if (found != type) {
      throw new IOException("expected " + type + ", found " + (char) found);
    }
    int number = 0;
    for (int digit = in.readUnsignedByte(); digit != '\r'; digit = in.readUnsignedByte()) {
      number = number * 10 + digit - '0';
    }
    in.readUnsignedByte();
    return number;
  }

  private void replies(Socket redis, Socket client) {
    try (redis;
        client) {
      InputStream in = redis.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException ended) {
      sockets.remove(redis);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "blindfold proxy");
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
