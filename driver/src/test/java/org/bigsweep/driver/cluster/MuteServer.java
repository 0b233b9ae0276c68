package org.bigsweep.driver.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes every connection and never says a word. */
final class MuteServer implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

  MuteServer() throws IOException {
    Thread thread = new Thread(this::accept, "mute-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        connections.add(door.accept());
      }
    } catch (IOException e) {
      // closed
    }
  }

  int port() {
    return door.getLocalPort();
  }

  int connections() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
