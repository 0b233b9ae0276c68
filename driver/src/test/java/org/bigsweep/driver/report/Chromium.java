package org.bigsweep.driver.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bigsweep.results.testing.Requires;

/** A headless Chromium with one page, spoken to by its DevTools protocol. */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Set<String> SAYING =
      Set.of("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

  private Chromium(Process process, String page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(page), new Listener())
            .join();
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder
   */
  public static Chromium start(Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String port = Files.readAllLines(awaited(profile.resolve("DevToolsActivePort"))).get(0);
      return new Chromium(process, page(port));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String program() {
    return NAMES.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseGet(() -> Requires.program("chromium", "chromium").toString());
  }

  private static Path awaited(Path file) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(file) || Files.size(file) == 0) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("Chromium did not start within " + PATIENCE);
      }
      Thread.sleep(20);
    }
    return file;
  }

  /** The address of its page, which comes a moment after the browser itself. */
  private static String page(String port) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      String pages = client.send(list, HttpResponse.BodyHandlers.ofString()).body();
      for (JsonNode target : JSON.readTree(pages)) {
        if (target.get("type").asText().equals("page")) {
          return target.get("webSocketDebuggerUrl").asText();
        }
      }
      if (Instant.now().isAfter(end)) {
        throw new IOException("Chromium has no page: " + pages);
      }
      Thread.sleep(20);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          JsonNode message = JSON.readTree(text.toString());
          if (message.has("id")) {
            Optional.ofNullable(answers.remove(message.get("id").asInt()))
                .ifPresent(answer -> answer.complete(message));
          } else {
            events.add(message);
          }
        } catch (IOException e) {
          answers.values().forEach(answer -> answer.completeExceptionally(e));
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  /** Calls a method of the protocol. */
  public JsonNode call(String method, Map<String, ?> parameters) {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    try {
      socket
          .sendText(
              JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
              true)
          .join();
      JsonNode message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (message.has("error")) {
        throw new IllegalStateException(method + ": " + message.get("error"));
      }
      return message.get("result");
    } catch (Exception e) {
      throw new IllegalStateException(method + " failed", e);
    }
  }

  /** Opens a page and waits until it is loaded. */
  public void open(String address) throws InterruptedException {
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", Map.of());
    }
    // the page before answers until the new one has taken its place
    evaluate("window.left = true");
    call("Page.navigate", Map.of("url", address));
    Instant end = Instant.now().plus(PATIENCE);
    while (!isLoaded()) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException(address + " is not loaded within " + PATIENCE);
      }
      Thread.sleep(20);
    }
  }

  private boolean isLoaded() {
    try {
      return evaluate(
              "!window.left && document.readyState === 'complete'"
                  + " && !!(window.bigsweepReport || window.bigsweepLive)")
          .asBoolean();
    } catch (IllegalStateException e) {
      return false; // between two pages nobody answers
    }
  }

  /** The value of an expression in the page; a promise is awaited. */
  public JsonNode evaluate(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** The addresses that pages have asked for so far. */
  public List<String> asked() {
    return events.stream()
        .filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.get("params").get("request").get("url").asText())
        .toList();
  }

  /** What pages have said on the console or thrown so far, and what the browser has logged. */
  public List<String> said() {
    return events.stream()
        .filter(event -> SAYING.contains(event.get("method").asText()))
        .map(JsonNode::toString)
        .toList();
  }

  /** Drops what pages have asked for and said so far. */
  public void forget() {
    events.clear();
  }

  public void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** The whole page as PNG. */
  public byte[] screenshot() {
    return Base64.getDecoder()
        .decode(
            call("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"))
                .get("data")
                .asText());
  }

  /** An element as PNG. */
  public byte[] screenshot(String selector) {
    JsonNode box =
        evaluate(
            "(() => { const r = document.querySelector('%s').getBoundingClientRect();"
                    .formatted(selector)
                + " return {x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height,"
                + " scale: 1}; })()");
    return Base64.getDecoder()
        .decode(
            call(
                    "Page.captureScreenshot",
                    Map.of("captureBeyondViewport", true, "format", "png", "clip", box))
                .get("data")
                .asText());
  }

  /** Presses and releases a key. */
  public void press(String key, int code, String text) {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          type.equals("keyDown") && !text.isEmpty()
              ? Map.of("type", type, "key", key, "windowsVirtualKeyCode", code, "text", text)
              : Map.of("type", type, "key", key, "windowsVirtualKeyCode", code));
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
