package org.bigsweep.driver.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bigsweep.driver.report.Json;
import org.bigsweep.driver.serve.Access.Refusal;
import org.bigsweep.driver.serve.StaticFiles.StaticFile;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.ViewColumns;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.DaemonThreads;
import org.bigsweep.util.UserException;

/**
 * The server of the live page. It answers GET and HEAD and nothing else, and it writes nothing.
 *
 * <p>A request that does not arrive within 10 s, and a response that is not taken within 5 minutes,
 * are cut off by the JDK's server; so slow and vanished browsers cost a thread for so long at most.
 */
public final class LiveServer implements AutoCloseable {
  /** The address that is listened on if none is asked for: this machine alone. */
  public static final String HOST = "127.0.0.1";

  /** The port that is used if none is asked for. */
  public static final int PORT = 8477;

  private static final int THREADS = 64;
  private static final int MOST_STREAMS = 200;
  private static final int MOST_QUERY = 20_000;
  private static final int PAGE = 50;
  private static final int MOST_PAGE = 500;
  private static final int MOST_LINES = 1_000;
  private static final int MOST_CURVES = 100;
  static final Duration STREAM_LIFE = Duration.ofMinutes(4);
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Duration WAIT = Duration.ofMillis(400);

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final List<FollowedFolder> folders = new ArrayList<>();
  private final Access access;
  private final String host;
  private final HttpServer server;
  private final StaticFiles files = new StaticFiles();
  private final EventStreams streams = new EventStreams(MOST_STREAMS, STREAM_LIFE, BEAT);
  private final SparkAnswers spark;
  private final FolderWatch watch;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.named("live page"));

  static {
    // the JDK's server reads these once, when it is first used
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "10");
    System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "300");
    System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
  }

  /** How long things take, for tests to shorten. */
  record Times(Duration look, Duration query) {
    /** A listing of an object store costs money, so those are looked at less often. */
    static Times standard(List<ResultsFolder> results) {
      boolean near = results.stream().allMatch(folder -> folder.local().isPresent());
      return new Times(Duration.ofSeconds(near ? 2 : 10), Duration.ofSeconds(60));
    }
  }

  private LiveServer(List<ResultsFolder> results, String host, int port, Times times) {
    for (ResultsFolder folder : results) {
      folders.add(new FollowedFolder(folder));
    }
    this.host = host;
    try {
      InetAddress address = InetAddress.getByName(host);
      access =
          new Access(
              address.isLoopbackAddress() ? Optional.empty() : Optional.of(Access.freshToken()));
      server = HttpServer.create(new InetSocketAddress(address, port), 0);
    } catch (UnknownHostException e) {
      throw UserException.invalid("--host", host, "an address of this machine");
    } catch (IOException e) {
      throw new UserException(
          "Cannot listen on %s:%s: %s (--port 0 takes any free port)"
              .formatted(host, port, e.getMessage()));
    }
    spark = new SparkAnswers(times.query(), this::tell);
    watch = new FolderWatch(folders, times.look(), this::tell);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /**
   * Serves some results folders until it is closed.
   *
   * @param host an address or name of this machine; any but a loopback address demands a token
   * @param port 0 for any that is free
   * @throws UserException if it cannot listen there
   */
  public static LiveServer start(List<ResultsFolder> results, String host, int port) {
    return start(results, host, port, Times.standard(results));
  }

  static LiveServer start(List<ResultsFolder> results, String host, int port, Times times) {
    LiveServer live = new LiveServer(results, host, port, times);
    live.watch.start();
    live.server.start();
    return live;
  }

  /** The address to open, with the token if there is one. */
  public String address() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "http://%s:%d/%s"
        .formatted(
            name,
            server.getAddress().getPort(),
            access.token().map(token -> "?token=" + token).orElse(""));
  }

  /** Whether readers need a token. */
  public boolean demandsToken() {
    return access.token().isPresent();
  }

  int streams() {
    return streams.count();
  }

  private void tell() {
    streams.tell(state());
  }

  /** The versions of everything that a page may show. */
  private String state() {
    List<Map<String, Object>> states = new ArrayList<>();
    for (FollowedFolder folder : folders) {
      Snapshot snapshot = folder.snapshot();
      Map<String, Object> state = new LinkedHashMap<>();
      state.put("name", folder.folder().toString());
      state.put("edition", snapshot.edition());
      state.put("trials", snapshot.trials().size());
      state.put("figures", spark.figuresEdition(folder));
      states.add(state);
    }
    return Json.of(states);
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean streaming = false;
    try {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Security-Policy", POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
      streaming = route(exchange);
    } catch (UserException e) {
      error(exchange, 400, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      error(exchange, 500, "Cannot answer: " + e);
    } finally {
      if (!streaming) {
        exchange.close();
      }
    }
  }

  /** Answers a request. Returns whether the answer goes on after this. */
  private boolean route(HttpExchange exchange) throws IOException, InterruptedException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      error(exchange, 405, "Invalid method: " + method + " (must be GET or HEAD)");
      return false;
    }
    RequestQuery given = RequestQuery.of(exchange.getRequestURI());
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/") && access.isOffered(given)) {
      exchange.getResponseHeaders().set("Set-Cookie", access.cookie());
      exchange.getResponseHeaders().set("Location", "/");
      exchange.sendResponseHeaders(303, -1);
      return false;
    }
    Optional<Refusal> refusal = access.refusal(exchange);
    if (refusal.isPresent()) {
      error(exchange, refusal.get().status(), refusal.get().sentence());
      return false;
    }
    Optional<StaticFile> file = files.find(path);
    if (file.isPresent()) {
      send(exchange, file.get());
      return false;
    }
    switch (path) {
      case "/api/folders" -> json(exchange, state());
      case "/api/overview" -> json(exchange, folder(given).overview());
      case "/api/trials" -> json(exchange, Json.of(trials(folder(given).snapshot(), given)));
      case "/api/axes" -> {
        TrialRows table = folder(given).snapshot().table();
        json(exchange, Json.of(TrialQuery.of(given, table).axes(table, MOST_LINES)));
      }
      case "/api/trial" -> json(exchange, Json.of(TrialJson.of(folder(given), given.text("id"))));
      case "/api/sweep" ->
          json(exchange, Json.of(SweepJson.of(folder(given).snapshot(), given.text("file"))));
      case "/api/curves" ->
          json(exchange, Json.of(SweepJson.curves(folder(given).epochs(trialIds(given)))));
      case "/api/schema" -> json(exchange, Json.of(ViewColumns.all()));
      case "/api/figures" -> figures(exchange, folder(given));
      case "/api/sql" -> query(exchange, folder(given), given.text("query"));
      case "/api/events" -> {
        if (method.equals("HEAD")) {
          exchange.sendResponseHeaders(200, -1);
          return false;
        }
        streams.open(exchange, this::state);
        return true;
      }
      default -> error(exchange, 404, "Invalid address: " + path + " (there is no such page)");
    }
    return false;
  }

  private static List<String> trialIds(RequestQuery given) {
    List<String> ids = given.all("id");
    if (ids.size() > MOST_CURVES) {
      throw new UserException(
          "Invalid id: %,d values (must be at most %,d)".formatted(ids.size(), MOST_CURVES));
    }
    return ids;
  }

  private FollowedFolder folder(RequestQuery given) {
    return folders.get(given.number("folder", 0, 0, folders.size() - 1));
  }

  private static Map<String, Object> trials(Snapshot snapshot, RequestQuery given) {
    TrialRows table = snapshot.table();
    List<Object[]> fitting = TrialQuery.of(given, table).rows(table);
    int from = Math.min(given.number("from", 0, 0, Integer.MAX_VALUE), fitting.size());
    int to = Math.min(from + given.number("count", PAGE, 1, MOST_PAGE), fitting.size());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("columns", table.columns());
    answer.put("rows", fitting.subList(from, to));
    answer.put("from", from);
    answer.put("fits", fitting.size());
    answer.put("total", table.rows().size());
    answer.put("choices", table.choices());
    return answer;
  }

  private void figures(HttpExchange exchange, FollowedFolder folder)
      throws IOException, InterruptedException {
    CompletableFuture<String> figures = spark.figures(folder);
    slowly(
        exchange,
        wait -> {
          try {
            return Optional.of(figures.get(wait.toMillis(), TimeUnit.MILLISECONDS));
          } catch (TimeoutException e) {
            return Optional.empty();
          } catch (ExecutionException e) {
            throw new UserException("Cannot draw the figures: " + e.getCause());
          }
        },
        () -> {});
  }

  private void query(HttpExchange exchange, FollowedFolder folder, String sql)
      throws IOException, InterruptedException {
    if (sql.isBlank() || sql.length() > MOST_QUERY) {
      throw new UserException(
          "Invalid query: %,d characters (must be 1 to %,d)".formatted(sql.length(), MOST_QUERY));
    }
    SparkAnswers.Query query = spark.ask(folder, sql);
    slowly(
        exchange,
        wait -> {
          Optional<AnswerTable> answer = query.await(wait);
          return answer.map(table -> Json.of(SparkAnswers.json(table)));
        },
        query::cancel);
  }

  /** Something that takes time. */
  private interface Slow {
    /** JSON, or empty if it is not there within {@code wait}. */
    Optional<String> await(Duration wait) throws InterruptedException;
  }

  /**
   * Sends what takes time. Until it is there, a blank goes out again and again: JSON may begin with
   * blanks, and when the browser gives up, writing one fails.
   *
   * @param abandoned called if the browser gives up
   */
  private static void slowly(HttpExchange exchange, Slow slow, Runnable abandoned)
      throws IOException, InterruptedException {
    type(exchange, "application/json; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : 0);
    if (head) {
      abandoned.run();
      return;
    }
    try (OutputStream out = exchange.getResponseBody()) {
      String answer = null;
      while (answer == null) {
        try {
          answer = slow.await(WAIT).orElse(null);
        } catch (UserException e) {
          answer = Json.of(Map.of("error", e.getMessage()));
        }
        if (answer == null) {
          out.write(' ');
          out.flush();
        }
      }
      out.write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException e) {
      abandoned.run();
      throw e;
    }
  }

  private static void send(HttpExchange exchange, StaticFile file) throws IOException {
    exchange.getResponseHeaders().set("ETag", file.tag());
    type(exchange, file.type());
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    if (file.tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    body(exchange, 200, file.text().getBytes(StandardCharsets.UTF_8));
  }

  private static void json(HttpExchange exchange, String json) throws IOException {
    type(exchange, "application/json; charset=utf-8");
    body(exchange, 200, json.getBytes(StandardCharsets.UTF_8));
  }

  /** A sentence, as JSON for scripts and as text for people. */
  private static void error(HttpExchange exchange, int status, String sentence) throws IOException {
    if (exchange.getResponseCode() >= 0) {
      return; // the answer has begun
    }
    boolean script = exchange.getRequestURI().getPath().startsWith("/api/");
    type(exchange, script ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
    String text = script ? Json.of(Map.of("error", sentence)) : sentence + "\n";
    body(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void type(HttpExchange exchange, String type) {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
  }

  private static void body(HttpExchange exchange, int status, byte[] content) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(content);
      }
    }
  }

  @Override
  public void close() {
    watch.close();
    streams.close();
    server.stop(0);
    threads.shutdownNow();
    spark.close();
  }
}
