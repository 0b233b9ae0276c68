package org.bigsweep.driver.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands before an S3 server and lets one put through at a time, any number of other requests at
 * once. S3 promises that a conditional put is one step; s3proxy looks first and then puts.
 */
final class PutGate implements AutoCloseable {
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final int BACKLOG = 100;

  private final ReentrantLock puts = new ReentrantLock();
  private final ServerSocket door;
  private final int server;

  private PutGate(ServerSocket door, int server) {
    this.door = door;
    this.server = server;
  }

  /**
   * @param server port of the server, on this machine
   */
  static PutGate before(int server) throws IOException {
    PutGate gate =
        new PutGate(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), server);
    daemon(gate::serve);
    return gate;
  }

  int port() {
    return door.getLocalPort();
  }

  private void serve() throws IOException {
    while (!door.isClosed()) {
      Socket client = door.accept();
      daemon(() -> pass(client));
    }
  }

  /** One request, after which both ends close. */
  private void pass(Socket client) throws IOException {
    try (client) {
      String head = head(client.getInputStream());
      boolean put = head.startsWith("PUT ");
      if (put) {
        puts.lock();
      }
      try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
        OutputStream out = upstream.getOutputStream();
        String last = head.replace(END_OF_HEAD, "\r\nConnection: close" + END_OF_HEAD);
        out.write(last.getBytes(StandardCharsets.ISO_8859_1));
        daemon(() -> client.getInputStream().transferTo(out));
        upstream.getInputStream().transferTo(client.getOutputStream());
      } finally {
        if (put) {
          puts.unlock();
        }
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
        break;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1)
        .replaceFirst("(?i)\r\nConnection: [^\r]*", "");
  }

  @FunctionalInterface
  private interface Io {
    void run() throws IOException;
  }

  private static void daemon(Io work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one end has closed: so does the other
              }
            },
            "put-gate");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
