package org.bigsweep.engine.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A web folder on this machine that answers ranges and can break off, or be wrong. */
final class FakeMirror implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, Integer> breaks = new ConcurrentHashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile int breakAfter;
  private volatile boolean ranges = true;

  FakeMirror() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/tiny/", this::answer);
    server.start();
    TinyDataset.files()
        .forEach((file, bytes) -> files.put(file.compressedName(), TinyDataset.gzip(bytes)));
  }

  URI base() {
    return URI.create(
        "http://"
            + InetAddress.getLoopbackAddress().getHostAddress()
            + ":"
            + server.getAddress().getPort()
            + "/tiny/");
  }

  byte[] file(DatasetFile file) {
    return files.get(file.compressedName());
  }

  void replace(DatasetFile file, byte[] bytes) {
    files.put(file.compressedName(), bytes);
  }

  void remove(DatasetFile file) {
    files.remove(file.compressedName());
  }

  /** Closes the connection after so many bytes of each of the next so many answers. */
  void breakOff(DatasetFile file, int times, int bytes) {
    breakAfter = bytes;
    breaks.put(file.compressedName(), times);
  }

  void ignoreRanges() {
    ranges = false;
  }

  /** File name and range, if any, of each request, in order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().substring("/tiny/".length());
      Optional<String> range =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).filter(r -> ranges);
      requests.add(name + range.map(r -> " " + r).orElse(""));
      byte[] bytes = files.get(name);
      if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      int start = range.map(r -> Integer.parseInt(r.replaceAll("\\D", ""))).orElse(0);
      if (start >= bytes.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (range.isPresent()) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + start + "-" + (bytes.length - 1) + "/" + bytes.length);
      }
      int length = bytes.length - start;
      exchange.sendResponseHeaders(range.isPresent() ? 206 : 200, length);
      boolean broken = breaks.merge(name, -1, Integer::sum) >= 0;
      exchange.getResponseBody().write(bytes, start, broken ? breakAfter : length);
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
