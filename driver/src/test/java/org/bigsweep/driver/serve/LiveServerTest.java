package org.bigsweep.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bigsweep.driver.serve.LiveServer.Times;
import org.bigsweep.driver.store.SampleResults;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server without a browser and without Spark. */
final class LiveServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Times QUICK = new Times(Duration.ofMillis(50), Duration.ofSeconds(60));

  private static final String AA = "a".repeat(20);
  private static final String BB = "b".repeat(20);
  private static final String CC = "c".repeat(20);

  @TempDir private Path directory;

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private SampleResults results;
  private LiveServer server;

  @BeforeEach
  void start() {
    results = new SampleResults(directory.resolve("results"));
    for (int seed = 0; seed < 3; seed++) {
      results.add("BP", "0.1", seed, TrialState.DONE, 0.9, 0.8 + seed / 100.0);
      results.add("DTP", "0.01", seed, TrialState.DONE, 0.7, 0.6 + seed / 100.0);
    }
    results.add("TP", "0.01", 7, TrialState.DIVERGED, 0.1, 0.1);
    results.publish();
    server = LiveServer.start(List.of(results.folder()), "127.0.0.1", 0, QUICK);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private Socket connected() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), URI.create(server.address()).getPort());
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path).body());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      assertThat(Instant.now()).as("waited too long").isBefore(end);
      Thread.sleep(20);
    }
  }

  private List<String> column(String query, String column)
      throws IOException, InterruptedException {
    JsonNode answer = json("api/trials?" + query);
    int place = -1;
    for (int c = 0; c < answer.get("columns").size(); c++) {
      if (answer.get("columns").get(c).asText().equals(column)) {
        place = c;
      }
    }
    int found = place;
    return StreamSupport.stream(answer.get("rows").spliterator(), false)
        .map(row -> row.get(found).asText())
        .toList();
  }

  @Test
  void page_anyFile_allowsNothingFromElsewhere() throws Exception {
    String page = get("").body();
    assertThat(page).startsWith("<!DOCTYPE html>").doesNotContain("<style", "style=", "onclick");
    assertThat(page).doesNotContain("http://", "https://");
    for (String file : List.of("", "live.js", "echarts.min.js", "report.css", "api/overview")) {
      HttpResponse<String> answer = get(file);
      assertThat(answer.statusCode()).as(file).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
          .doesNotContain("unsafe");
    }
  }

  @Test
  void file_unchanged_isNotSentAgain() throws Exception {
    String tag = get("live.js").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = get("live.js", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void request_ofAnotherMethod_isRefused(String method) throws Exception {
    for (String path : List.of("", "api/overview", "api/sql?query=select%201")) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(server.address() + path))
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }
  }

  @Test
  void request_head_bringsTheLengthAndNoBody() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(server.address() + "live.js"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | 404 | Invalid address: /nothing (there is no such page)",
        "../etc/passwd | 404 | Invalid address: /../etc/passwd (there is no such page)",
        "%2e%2e/live.js | 404 | Invalid address: /../live.js (there is no such page)",
        "api/trials?folder=1 | 400 | Invalid folder: 1 (must be a whole number from 0 to 0)",
        "api/trials?sort=evil | 400 | Invalid column: evil (must be one of trial_id, rule,",
        "api/trials?from=-1 | 400 | Invalid from: -1 (must be a whole number from 0 to",
        "api/trials?count=9999999 | 400 | Invalid count: 9999999 (must be a whole number from 1",
        "api/trials?is=rule | 400 | Invalid is: rule (must be COLUMN=VALUE)",
        "api/trials?between=depth=1~x | 400 | Invalid between: depth=1~x (must be COLUMN=LOW~HIGH)",
        "api/trial?id=../../x | 400 | Invalid trial: ../../x (must be the id of a trial in",
        "api/sweep?file=x.yaml | 400 | Invalid sweep: x.yaml (must be one that the folder keeps;"
            + " it",
        "api/curves?id=x | 400 | Invalid trial: x (must be the id of a trial in",
        "api/sql?query= | 400 | Invalid query: 0 characters (must be 1 to 20,000)"
      })
  void request_bad_isOneSentence(String path, int status, String sentence) throws Exception {
    try (Socket socket = connected()) {
      socket
          .getOutputStream()
          .write(
              ("GET /" + path.strip() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(sentence.strip());
    }
  }

  @Test
  void request_fromAnotherSite_isRefused() throws Exception {
    assertThat(get("api/overview", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(get("api/overview", "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
    try (Socket socket = connected()) {
      socket
          .getOutputStream()
          .write(
              "GET /api/overview HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403 ")
          .contains("Invalid host: evil.example (must be localhost, 127.0.0.1 or [::1])");
    }
  }

  @Test
  void host_notLoopback_demandsTheToken() throws Exception {
    try (LiveServer open = LiveServer.start(List.of(results.folder()), "0.0.0.0", 0, QUICK)) {
      assertThat(open.demandsToken()).isTrue();
      assertThat(server.demandsToken()).isFalse();
      URI printed = URI.create(open.address().replace("0.0.0.0", "127.0.0.1"));
      assertThat(printed.getQuery()).matches("token=[0-9a-f]{32}");
      URI bare = URI.create("http://127.0.0.1:" + printed.getPort() + "/");
      for (String path : List.of("", "live.js", "api/overview", "?token=" + "0".repeat(32))) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(bare + path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(401);
        assertThat(answer.body()).contains("Cannot answer without the token");
      }

      HttpResponse<String> welcome =
          client.send(HttpRequest.newBuilder(printed).build(), BodyHandlers.ofString());

      assertThat(welcome.statusCode()).isEqualTo(303);
      String cookie = welcome.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
      assertThat(
              client
                  .send(
                      HttpRequest.newBuilder(URI.create(bare + "api/overview"))
                          .header("Cookie", cookie.split(";", -1)[0])
                          .build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void start_portInUseOrNoAddress_isOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  LiveServer.start(
                      List.of(results.folder()), "127.0.0.1", taken.getLocalPort(), QUICK))
          .hasMessage(
              "Cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": Address already in use (--port 0 takes any free port)");
    }
    assertThatThrownBy(
            () -> LiveServer.start(List.of(results.folder()), "no.such.invalid", 0, QUICK))
        .hasMessage("Invalid --host: no.such.invalid (must be an address of this machine)");
  }

  @Test
  void overview_results_areCounted() throws Exception {
    JsonNode overview = json("api/overview");
    assertThat(overview.get("trials").asInt()).isEqualTo(7);
    assertThat(overview.get("lost").asInt()).isEqualTo(1);
    assertThat(overview.at("/losses/0/reason").asText()).isEqualTo("loss 5e4 is beyond 1e4");
    assertThat(overview.at("/best/0/rule").asText()).isEqualTo("BP");
    assertThat(overview.at("/best/0/test_accuracy").asDouble()).isBetween(0.8099, 0.8101);
    assertThat(overview.get("faults")).isEmpty();
  }

  @Test
  void trials_filteredSortedAndPaged_areWhatWasAsked() throws Exception {
    assertThat(column("is=rule=BP", "rule")).hasSize(3).containsOnly("BP");
    assertThat(column("is=rule=BP&is=rule=DTP", "rule")).hasSize(6);
    assertThat(column("is=rule=BP&is=state=DIVERGED", "rule")).isEmpty();
    assertThat(column("find=dtp%200.01", "rule")).hasSize(3).containsOnly("DTP");
    assertThat(column("between=test_accuracy=0.805~1", "test_accuracy"))
        .hasSize(2)
        .allMatch(value -> Double.parseDouble(value) > 0.805);
    assertThat(column("sort=test_accuracy", "test_accuracy"))
        .isSortedAccordingTo(Comparator.comparingDouble((String v) -> Double.valueOf(v)));
    assertThat(column("sort=test_accuracy&down=1", "test_accuracy"))
        .isSortedAccordingTo(Comparator.comparingDouble((String v) -> -Double.valueOf(v)));
    assertThat(column("sort=reason", "reason")).startsWith("loss 5e4 is beyond 1e4");
    assertThat(column("sort=reason&down=1", "reason")).startsWith("loss 5e4 is beyond 1e4");
    assertThat(column("sort=learningRate", "learningRate")).startsWith("0.01").endsWith("0.1");
    JsonNode second = json("api/trials?from=5&count=5&sort=trial_id");
    assertThat(second.get("rows")).hasSize(2);
    assertThat(second.get("fits").asInt()).isEqualTo(7);
    assertThat(json("api/trials?from=100").get("rows")).isEmpty();
  }

  @Test
  void axes_ofTheTrials_areWhereTheyDiffer() throws Exception {
    JsonNode answer = json("api/axes?is=rule=BP");
    assertThat(answer.get("axes").findValuesAsText("name"))
        .containsExactly("rule", "learningRate", "validation_accuracy", "test_accuracy");
    assertThat(answer.at("/axes/0/values")).hasSize(3);
    assertThat(answer.get("lines")).hasSize(3);
  }

  @Test
  void trial_opened_tellsItsStory() throws Exception {
    String id = column("is=rule=TP", "trial_id").get(0);
    JsonNode trial = json("api/trial?id=" + id);
    assertThat(trial.at("/result/state").asText()).isEqualTo("DIVERGED");
    assertThat(trial.at("/parameters/learningRate").asText()).isEqualTo("0.01");
    assertThat(trial.at("/epochs/rows")).hasSize(2);
    assertThat(trial.at("/layers/rows")).hasSize(4);
    assertThat(trial.at("/attempts/rows")).hasSize(1);
  }

  @Test
  void trial_paused_tellsWhatItWaitsFor() throws Exception {
    results.pause(AA, "DTP", 2, Optional.of("PROMOTED"));
    results.pause(BB, "BP", 1, Optional.of("PRUNED"));
    results.pause(CC, "BP", 2, Optional.empty());
    new CheckpointFiles(results.folder()).save(AA, new byte[] {1});
    await(() -> json("api/overview").get("all_paused").asInt() == 3);

    JsonNode listed = json("api/overview").get("paused");
    assertThat(listed.findValuesAsText("trial_id")).containsExactly(CC, AA, BB);
    assertThat(listed.findValuesAsText("what"))
        .containsExactly("waits for its rung", "waits to go on", "pruned");
    JsonNode promoted = json("api/trial?id=" + AA);
    assertThat(promoted.get("state").asText()).isEqualTo("PAUSED");
    assertThat(promoted.get("rule").asText()).isEqualTo("DTP");
    assertThat(promoted.at("/parameters/learningRate").asText()).isEqualTo("0.01");
    assertThat(promoted.at("/epochs/rows")).hasSize(3);
    assertThat(promoted.at("/decisions/rows")).hasSize(1);
    assertThat(promoted.get("waiting").asText())
        .isEqualTo(
            "It stands after epoch 2 of 9, promoted on rung 1 by the schedule of halved. Its state"
                + " is kept, and a run that trains it further goes on from there.");
    assertThat(json("api/trial?id=" + BB).get("waiting").asText())
        .isEqualTo(
            "It stands after epoch 1 of 9, pruned on rung 1 by the schedule of halved. Its state is"
                + " not kept; a run that trains it further begins anew, to the same bits.");
    assertThat(json("api/trial?id=" + CC).get("waiting").asText())
        .startsWith(
            "It stands after epoch 2, not yet decided on: it waits for the other trials of its"
                + " rung.");
    String finished = column("is=rule=TP", "trial_id").get(0);
    assertThat(json("api/trial?id=" + finished).get("waiting").asText()).isEmpty();
  }

  @Test
  void trial_pausedAndThenFinished_waitsNoLonger() throws Exception {
    results.pause(AA, "BP", 1, Optional.of("PROMOTED"));
    await(() -> json("api/overview").get("all_paused").asInt() == 1);

    results.add(
        AA,
        Map.of("rule", "BP", "learningRate", "0.01", "seed", "0"),
        TrialState.DONE,
        false,
        0.5,
        0.4);
    results.publish();

    await(() -> json("api/overview").get("all_paused").asInt() == 0);
    assertThat(json("api/trial?id=" + AA).get("state").asText()).isEqualTo("DONE");
  }

  @Test
  void sweep_unknown_isRefusedWithTheNamesOfAll() throws Exception {
    Path sweeps = Files.createDirectories(directory.resolve("results/_sweeps"));
    for (String name : List.of("a", "b")) {
      Files.writeString(
          sweeps.resolve(name + ".yaml"),
          "version: 1\nname: " + name + "\ngrid: {rule: [BP]}\nseeds: 0\n");
    }
    await(() -> json("api/overview").get("sweeps").size() == 2);
    assertThat(json("api/sweep?file=a.yaml").at("/rules/0/rule").asText()).isEqualTo("BP");
    assertThat(json("api/sweep?file=a.yaml").at("/rules/0/planned").asInt()).isEqualTo(1);
    for (String file : List.of("", "a", "../a.yaml", "a.yaml%00", "%3Cb%3E")) {
      HttpResponse<String> answer = get("api/sweep?file=" + file);
      assertThat(answer.statusCode()).as(file).isEqualTo(400);
      assertThat(JSON.readTree(answer.body()).get("error").asText())
          .isEqualTo(
              "Invalid sweep: %s (must be one of a.yaml, b.yaml)"
                  .formatted(URLDecoder.decode(file, StandardCharsets.UTF_8)));
    }
  }

  @Test
  void curves_ofTrials_areTheirEpochs() throws Exception {
    List<String> ids = column("is=rule=BP", "trial_id");
    JsonNode curves = json("api/curves?id=" + String.join("&id=", ids));
    assertThat(curves).hasSize(3);
    assertThat(curves.at("/" + ids.get(0) + "/columns").toString())
        .isEqualTo("[\"epoch\",\"test_accuracy\"]");
    assertThat(curves.at("/" + ids.get(0) + "/rows")).hasSize(2);
    assertThat(json("api/curves").size()).isZero();
    assertThat(json("api/curves?" + "id=x&".repeat(101)).get("error").asText())
        .startsWith("Invalid id: ")
        .endsWith(" values (must be at most 100)");
  }

  /** What a browser's EventSource hears. */
  private BlockingQueue<JsonNode> listen() throws IOException {
    Socket socket = connected();
    socket
        .getOutputStream()
        .write(
            "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    Thread thread =
        new Thread(
            () -> {
              try (socket;
                  BufferedReader lines =
                      new BufferedReader(
                          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (line.startsWith("data: ")) {
                    heard.add(JSON.readTree(line.substring(6)));
                  }
                }
              } catch (IOException e) {
                // the server has closed
              }
            });
    thread.setDaemon(true);
    thread.start();
    return heard;
  }

  private static JsonNode next(BlockingQueue<JsonNode> heard) throws InterruptedException {
    JsonNode next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("an event").isNotNull();
    return next;
  }

  @Test
  void events_newTrials_reachFiftyBrowsers() throws Exception {
    List<BlockingQueue<JsonNode>> browsers = new ArrayList<>();
    for (int k = 0; k < 50; k++) {
      browsers.add(listen());
    }
    for (BlockingQueue<JsonNode> heard : browsers) {
      assertThat(next(heard).at("/0/trials").asInt()).isEqualTo(7);
    }
    assertThat(server.streams()).isEqualTo(50);

    results.add("FA", "0.1", 9, TrialState.DONE, 0.5, 0.5);
    results.publish();

    for (BlockingQueue<JsonNode> heard : browsers) {
      assertThat(next(heard).at("/0/trials").asInt()).isEqualTo(8);
    }
    assertThat(column("is=rule=FA", "seed")).containsExactly("9");
  }

  @Test
  void events_browsersThatVanish_areForgotten() throws Exception {
    for (int k = 0; k < 5; k++) {
      Socket socket = connected();
      socket
          .getOutputStream()
          .write(
              "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().read();
      socket.setSoLinger(true, 0);
      socket.close();
    }
    int[] seed = {100};
    await(
        () -> {
          results.add("FA", "0.1", seed[0]++, TrialState.DONE, 0.5, 0.5);
          results.publish();
          Thread.sleep(100);
          return server.streams() == 0;
        });
  }

  @Test
  void request_thatNeverEnds_holdsNobodyElseUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int k = 0; k < 30; k++) {
        Socket socket = connected();
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.UTF_8));
        slow.add(socket);
      }
      assertThat(get("api/overview").statusCode()).isEqualTo(200);
      // the server closes them after 10 s
      slow.get(0).setSoTimeout((int) PATIENCE.toMillis());
      assertThat(slow.get(0).getInputStream().read()).isEqualTo(-1);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Other tests show that the limits hold, with shorter ones. */
  @Test
  void limits_standard_areThoseThatAreWrittenDown() {
    Times standard = Times.standard(List.of(results.folder()));
    assertThat(standard.query()).isEqualTo(Duration.ofSeconds(60));
    assertThat(standard.look()).isEqualTo(Duration.ofSeconds(2));
    assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("10");
    assertThat(System.getProperty("sun.net.httpserver.maxRspTime")).isEqualTo("300");
    assertThat(LiveServer.STREAM_LIFE).isLessThan(Duration.ofSeconds(300));
  }

  @Test
  void query_longerThanTheMost_isRefusedInOneSentence() throws Exception {
    String query = "x".repeat(20_001);
    assertThat(json("api/sql?query=" + query).get("error").asText())
        .isEqualTo("Invalid query: 20,001 characters (must be 1 to 20,000)");
  }

  @Test
  void folder_deletedUnderneath_isSaidAndComesBack() throws Exception {
    Path folder = directory.resolve("results");
    Path aside = directory.resolve("aside");
    Files.move(folder, aside);
    await(() -> !json("api/overview").get("faults").isEmpty());
    assertThat(json("api/overview").at("/faults/0").asText())
        .isEqualTo("Cannot read results: no folder " + folder);
    assertThat(json("api/trials").get("total").asInt()).isEqualTo(7);

    Files.move(aside, folder);

    await(() -> json("api/overview").get("faults").isEmpty());
    results.add("FA", "0.1", 9, TrialState.DONE, 0.5, 0.5);
    results.publish();
    await(() -> json("api/trials").get("total").asInt() == 8);
  }

  @Test
  void folder_fileCutShort_isNamedAndTheOthersStay() throws Exception {
    results.add("FA", "0.1", 9, TrialState.DONE, 0.5, 0.5);
    results.publish();
    await(() -> json("api/trials").get("total").asInt() == 8);
    Path file;
    try (Stream<Path> files = Files.list(directory.resolve("results/trials"))) {
      file =
          files
              .filter(f -> f.toString().endsWith(".parquet"))
              .min(Comparator.comparingLong(f -> f.toFile().length()))
              .orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);

    Files.write(file, new byte[100]);

    await(() -> !json("api/overview").get("faults").isEmpty());
    assertThat(json("api/overview").at("/faults/0").asText()).contains(file.toString());
    assertThat(json("api/trials").get("total").asInt()).isEqualTo(7);
    Files.write(file, whole);
    await(() -> json("api/overview").get("faults").isEmpty());
    assertThat(json("api/trials").get("total").asInt()).isEqualTo(8);
  }

  @Test
  void folder_sweepFileThatIsNone_isSaidAndHidesNothing() throws Exception {
    Path sweeps = Files.createDirectories(directory.resolve("results/_sweeps"));
    Files.writeString(sweeps.resolve("x.yaml"), "nonsense: [");
    await(() -> !json("api/overview").get("faults").isEmpty());
    assertThat(json("api/overview").at("/faults/0").asText()).startsWith("x.yaml");
    assertThat(json("api/trials").get("total").asInt()).isEqualTo(7);
  }

  @Test
  void names_hostile_areText() throws Exception {
    String evil = "</script><img src=x onerror=alert(1)>";
    results.add(evil, "0.1", 9, TrialState.DONE, 0.5, 0.5);
    results.publish();
    await(() -> json("api/trials").get("total").asInt() == 8);
    String query = "is=" + URLEncoder.encode("rule=" + evil, StandardCharsets.UTF_8);
    assertThat(column(query, "rule")).containsExactly(evil);
    HttpResponse<String> answer = get("api/trials");
    assertThat(answer.body()).doesNotContain("<");
    assertThat(answer.headers().map())
        .containsEntry("X-Content-Type-Options", List.of("nosniff"))
        .containsEntry("Content-Type", List.of("application/json; charset=utf-8"));
    assertThat(json("api/trial?id=" + column(query, "trial_id").get(0)).get("rule").asText())
        .isEqualTo(evil);
  }

  @Test
  void parameters_notEncoded_areRefused() {
    assertThat(RequestQuery.of(URI.create("/?a=1&a=%26&b")).values())
        .isEqualTo(Map.of("a", List.of("1", "&"), "b", List.of("")));
  }
}
