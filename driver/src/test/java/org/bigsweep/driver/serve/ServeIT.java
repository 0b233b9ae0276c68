package org.bigsweep.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bigsweep.driver.bench.MadeUpResults;
import org.bigsweep.driver.report.Chromium;
import org.bigsweep.driver.serve.LiveServer.Times;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.driver.store.SampleResults;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live page in a browser, over some made-up trials and a rule whose name tries to break out.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServeIT {
  private static final String EVIL = "<img src=http://evil.example/x.png onerror=\"alert(1)\">";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SWEEP =
      """
      version: 1
      name: hostile
      question: "</script><script>document.title = 'owned'</script>"
      fixed: {epochs: 3}
      grid:
        rule: [BP, DTP, BIG(balanced)]
        sigma2: [0.1, 1]
        learningRate: [1e-4, 3e-4, 1e-3, 0.01, 0.1]
      seeds: {tune: 0..1, report: 10..12}
      """;

  /** A part of the same trials. */
  private static final String PART =
      """
      version: 1
      name: part
      fixed: {epochs: 3}
      grid:
        rule: [BP, BIG(balanced)]
        learningRate: [3e-4, 0.1]
      seeds: {tune: 0..1, report: 10..12}
      """;

  @TempDir private static Path directory;

  private static SampleResults results;
  private static LiveServer server;
  private static Chromium browser;

  @BeforeAll
  static void serve() throws IOException, InterruptedException {
    Path folder = directory.resolve("results");
    Sweep sweep =
        new SweepReader(ParameterCatalog.standard()).parse("hostile.yaml", SWEEP, List.of());
    results = new SampleResults(folder);
    MadeUpResults.write(results.folder(), sweep.space(), sweep.space().size(), 100);
    results.add("BIG" + EVIL, "0.01", 0, TrialState.DONE, 0.5, 0.4);
    results.add("BIG" + EVIL, "0.01", 1, TrialState.DIVERGED, 0.5, 0.4);
    results.publish();
    Files.createDirectories(folder.resolve("_sweeps"));
    Files.writeString(folder.resolve("_sweeps/hostile.yaml"), SWEEP);
    Files.writeString(folder.resolve("_sweeps/part.yaml"), PART);
    server =
        LiveServer.start(
            List.of(results.folder()), "127.0.0.1", 0, new Times(Duration.ofMillis(200), PATIENCE));
    browser = Chromium.start(Files.createDirectory(directory.resolve("profile")));
    browser.size(1440, 900);
    browser.open(server.address());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static void go(String view) {
    browser.evaluate("window.location.hash = '#/0/" + view + "'");
  }

  private static void await(String condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!browser.evaluate("!!(" + condition + ")").asBoolean()) {
      assertThat(Instant.now()).as(condition).isBefore(end);
      Thread.sleep(50);
    }
  }

  private static String text(String selector) {
    return browser
        .evaluate("document.querySelector(" + quoted(selector) + ").textContent")
        .asText();
  }

  private static int number(String expression) {
    return browser.evaluate(expression).asInt();
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> texts(String selector) {
    return StreamSupport.stream(
            browser
                .evaluate(
                    "[...document.querySelectorAll(%s)].map(e => e.textContent)"
                        .formatted(quoted(selector)))
                .spliterator(),
            false)
        .map(JsonNode::asText)
        .toList();
  }

  private static List<String> column(String name) {
    int place = number("bigsweepLive.state().columns.indexOf(" + quoted(name) + ")");
    return texts("#trial-table tbody tr td:nth-child(" + (place + 2) + ")");
  }

  private static int shown() {
    return number("document.querySelectorAll('#trial-table tbody tr').length");
  }

  /** Asks the console and waits for what it says. */
  private static String asked(String query) throws InterruptedException {
    browser.evaluate(
        "(() => { document.querySelector('#query').value = "
            + quoted(query)
            + "; document.querySelector('#run').click(); })()");
    await("!document.querySelector('#run').disabled");
    return text("#answer-note");
  }

  @Test
  @Order(1)
  void overview_opened_showsProgressAndHostileNamesAsText() throws Exception {
    await("document.querySelector('#view-overview .sweep')");
    int planned = trials() - 2;
    assertThat(text("#view-overview .sweep h3")).startsWith("hostile");
    assertThat(text("#view-overview .sweep")).contains(planned + " of " + planned + " trials");
    assertThat(text("#view-overview")).contains("BIG" + EVIL, "document.title = 'owned'");
    assertThat(browser.evaluate("document.title").asText()).isEqualTo("bigsweep: results");
    assertThat(number("document.querySelectorAll('img, iframe, object').length")).isZero();
    await("document.querySelector('#link').dataset.state === 'live'");
  }

  private static int trials() {
    return number("bigsweepLive.state().folders[0].trials");
  }

  @Test
  @Order(2)
  void trials_filteredSortedAndBrushed_showWhatFits() throws Exception {
    go("trials");
    await("document.querySelectorAll('#trial-table tbody tr').length === 50");
    assertThat(text("#count")).isEqualTo("Trials 1 to 50 of " + trials());

    browser.evaluate(
        "[...document.querySelectorAll('#trial-table th button')]"
            + ".find(b => b.textContent === 'test_accuracy').click()");
    await("document.querySelector('#trial-table th[aria-sort=ascending]')");
    assertThat(column("test_accuracy").stream().filter(v -> !v.isEmpty()))
        .isSortedAccordingTo(Comparator.comparingDouble((String v) -> Double.valueOf(v)));
    browser.evaluate(
        "(() => { const s = document.querySelector('#rule'); s.value = 'BP';"
            + " s.dispatchEvent(new Event('change', {bubbles: true})); })()");
    await("document.querySelector('#count').textContent.includes('that fit')");
    assertThat(column("rule")).isNotEmpty().containsOnly("BP");
    int fitting = shown();

    // the keyboard alone: a brush over the upper half of the learning rates
    browser.evaluate("document.querySelector('[data-axis=learningRate]').focus()");
    browser.press("Enter", 13, "\r");
    await("document.querySelector('#brushes button')");
    await("document.querySelectorAll('#trial-table tbody tr').length < " + fitting);
    assertThat(column("learningRate")).isNotEmpty().isSubsetOf("0.01", "0.1");
    assertThat(
            browser
                .evaluate(
                    "document.querySelector('[data-axis=learningRate]')"
                        + ".getAttribute('aria-valuetext')")
                .asText())
        .contains(" to ");
    assertThat(browser.evaluate("document.activeElement.dataset.axis").asText())
        .isEqualTo("learningRate");
    browser.press("Escape", 27, "");
    await("document.querySelectorAll('#trial-table tbody tr').length === " + fitting);
  }

  @Test
  @Order(3)
  void twoTrials_chosen_standSideBySide() throws Exception {
    browser.evaluate(
        "(() => { for (const k of [0, 1]) document.querySelectorAll('[data-choose]')[k].click();"
            + " document.querySelector('#compare').click(); })()");
    await("document.querySelectorAll('#view-trial .rerun').length === 2");
    assertThat(texts("#view-trial .kicker")).hasSize(2);
    assertThat(text("#view-trial .rerun pre")).startsWith("bigsweep run --set ");
    assertThat(number("document.querySelectorAll('#view-trial [data-chart] svg').length"))
        .isGreaterThanOrEqualTo(2);
    assertThat(number("document.querySelectorAll('#view-trial tr.differs').length")).isPositive();
  }

  @Test
  @Order(4)
  void sql_answers_areThoseOfTheTable() throws Exception {
    go("sql");
    await("document.querySelectorAll('#schema details').length === 9");
    assertThat(asked("select rule, count(*) n from trials group by rule order by rule"))
        .startsWith("4 rows in ");
    assertThat(texts("#answer tbody tr")).first().asString().startsWith("BIG(balanced)");
    assertThat(texts("#answer tbody td:first-child")).contains("BIG" + EVIL);
    int sum = texts("#answer tbody td:nth-child(2)").stream().mapToInt(Integer::parseInt).sum();
    assertThat(sum).isEqualTo(trials());
    for (String query :
        List.of(
            "select * from text.`/etc/passwd`",
            "select reflect('java.lang.System', 'exit', 0)",
            "create table x as select 1",
            "set a=b")) {
      assertThat(asked(query)).as(query).startsWith("Invalid query: ").contains("(must be ");
      assertThat(texts("#answer *")).isEmpty();
    }
    assertThat(texts("#history option")).contains("set a=b", "select * from text.`/etc/passwd`");
  }

  @Test
  @Order(5)
  void sql_typing_completesTablesAndColumns() throws Exception {
    browser.evaluate(
        "(() => { const q = document.querySelector('#query'); q.value = 'select * from tri';"
            + " q.focus(); q.setSelectionRange(17, 17);"
            + " q.dispatchEvent(new Event('input', {bubbles: true})); })()");
    await("!document.querySelector('#completions').hidden");
    assertThat(texts("#completions li")).first().asString().startsWith("trials");
    browser.press("Enter", 13, "\r");
    assertThat(browser.evaluate("document.querySelector('#query').value").asText())
        .isEqualTo("select * from trials");
  }

  @Test
  @Order(6)
  void sql_cancelled_saysSoAndGoesOn() throws Exception {
    browser.evaluate(
        "(() => { document.querySelector('#query').value = 'select count(*) from layers a, layers"
            + " b, layers c, layers d, layers e';"
            + " document.querySelector('#run').click(); })()");
    await("!document.querySelector('#cancel').disabled");
    browser.evaluate("document.querySelector('#cancel').click()");
    await("!document.querySelector('#run').disabled");
    assertThat(text("#answer-note")).isEqualTo("Cancelled.");
    assertThat(asked("select count(*) from best")).startsWith("1 row in ");
  }

  /** What stands in a line of the table of rules, by its place: first and second are two lines. */
  private static List<String> line(String rule, int sweep) {
    return StreamSupport.stream(
            browser
                .evaluate(
                    "[...[...document.querySelectorAll('#view-sweep table tr')].find(r => r.dataset"
                        + ".key && r.dataset.key.includes(' %s ') && r.dataset.key.endsWith(' %d'))"
                            .formatted(rule, sweep)
                        + ".cells].map(c => c.textContent)")
                .spliterator(),
            false)
        .map(JsonNode::asText)
        .toList();
  }

  private static double percent(String text) {
    return Double.parseDouble(text.replace(" %", "").replace("\u2212", "-"));
  }

  /**
   * The view {@code best} over the trials that fit, whose configurations differ in the learning
   * rate alone. Tuning seeds are below 10.
   */
  private static String best(String condition) {
    return """
    SELECT rule, validation, test, sd, n, learning_rate FROM (
      SELECT *, row_number() OVER (PARTITION BY rule ORDER BY validation DESC) AS place FROM (
        SELECT rule, learning_rate,
          avg(validation_accuracy) FILTER (WHERE seed < 10) AS validation,
          avg(test_accuracy) FILTER (WHERE seed >= 10) AS test,
          stddev_samp(test_accuracy) FILTER (WHERE seed >= 10) AS sd,
          count(*) FILTER (WHERE seed >= 10) AS n
        FROM trials WHERE %s GROUP BY rule, learning_rate))
    WHERE place = 1 ORDER BY rule\
    """
        .formatted(condition);
  }

  private static String counts(String condition) {
    return "SELECT rule, count(*) AS n FROM trials WHERE " + condition + " GROUP BY rule";
  }

  private static final String FIRST = "rule IN ('BP', 'DTP', 'BIG(balanced)')";
  private static final String SECOND =
      "rule IN ('BP', 'BIG(balanced)') AND learning_rate IN (3e-4, 0.1)";

  @Test
  @Order(7)
  void twoSweeps_chosen_standSideBySideAsInSql() throws Exception {
    go("overview");
    await("document.querySelectorAll('[data-choose-sweep]').length === 2");
    assertThat(browser.evaluate("document.querySelector('#compare-sweeps').disabled").asBoolean())
        .isTrue();
    browser.evaluate("document.querySelectorAll('[data-choose-sweep]').forEach(b => b.click())");
    browser.evaluate("document.querySelector('#compare-sweeps').click()");
    await("document.querySelector('#view-sweep [data-chart] svg')");

    assertThat(texts("#view-sweep .kicker"))
        .containsExactly("first: sweep hostile.yaml", "second: sweep part.yaml");
    assertThat(texts("#view-sweep tbody th")).containsExactly("BIG(balanced)", "BP", "DTP");
    try (ResultsViews views = ResultsViews.apart(results.folder())) {
      AnswerTable first = views.query(best(FIRST));
      AnswerTable second = views.query(best(SECOND));
      assertThat(assertDrawn(first, 0)).isEqualTo(3);
      assertThat(assertDrawn(second, 1)).isEqualTo(2);
      for (AnswerTable.Row row : views.query(counts(SECOND))) {
        String all = row.text("n") + " of " + row.text("n");
        assertThat(line(row.text("rule"), 1).get(1)).isEqualTo(all);
      }
      assertThat(line("DTP", 1)).containsExactly("second", "not in this sweep");
      // the first sweep has all trials of its rules, so the folder's own view says the same
      for (AnswerTable.Row row : views.query("SELECT * FROM best WHERE " + FIRST)) {
        String test = line(row.text("rule"), 0).get(6);
        assertThat(percent(test)).isCloseTo(100 * row.real("test_accuracy"), within(0.00501));
      }
      for (AnswerTable.Row row : views.query(counts(FIRST))) {
        String all = row.text("n") + " of " + row.text("n");
        assertThat(line(row.text("rule"), 0).get(4)).isEqualTo(all);
      }
      for (AnswerTable.Row row :
          views.query(
              "SELECT rule, epoch, n, test_accuracy FROM curves WHERE epoch > 0 AND " + FIRST)) {
        assertThat(drawnMean(row.text("rule"), row.whole("epoch"), row.whole("n")))
            .as("%s", row)
            .isCloseTo(row.real("test_accuracy"), within(1e-9));
      }
    }
    double difference = percent(line("BP", 1).get(3)) - percent(line("BP", 0).get(6));
    assertThat(percent(line("BP", 0).get(3))).isNotZero().isCloseTo(difference, within(0.0151));
    assertThat(number("document.querySelectorAll('#view-sweep .bar').length")).isEqualTo(2);
  }

  /** Compares the lines of a sweep with what SQL says. Returns the number of lines. */
  private static int assertDrawn(AnswerTable answer, int sweep) {
    int lines = 0;
    for (AnswerTable.Row row : answer) {
      List<String> all = line(row.text("rule"), sweep);
      // the first line begins with rule, data, sweep and difference, the second with its sweep
      List<String> cells = all.subList(sweep == 0 ? 4 : 1, all.size());
      assertThat(percent(cells.get(1))).isCloseTo(100 * row.real("validation"), within(0.00501));
      assertThat(percent(cells.get(2))).isCloseTo(100 * row.real("test"), within(0.00501));
      assertThat(Double.parseDouble(cells.get(3))).isCloseTo(100 * row.real("sd"), within(0.00501));
      assertThat(cells.get(4)).isEqualTo("3").isEqualTo(Integer.toString(row.whole("n")));
      assertThat(Stream.of(cells.get(5).split(" ")).filter(w -> w.startsWith("learningRate=")))
          .singleElement()
          .satisfies(
              word ->
                  assertThat(Double.parseDouble(word.substring(13)))
                      .isEqualTo(row.real("learning_rate")));
      lines++;
    }
    return lines;
  }

  /** The mean of what the chart draws of the first sweep's rule at an epoch, over its seeds. */
  private static double drawnMean(String rule, int epoch, int seeds) {
    JsonNode drawn =
        browser.evaluate(
            """
            (() => {
              const spot = document.querySelector('#view-sweep [data-chart]');
              const option = spot.chart.getOption();
              const panel = option.title.findIndex(t => t.text.startsWith('%s,'));
              return option.series.filter(s => s.xAxisIndex === panel && s.name === 'first')
                .map(s => s.data.find(p => p.value[0] === %d).value[1]);
            })()
            """
                .formatted(rule, epoch));
    assertThat(drawn).hasSize(seeds);
    return StreamSupport.stream(drawn.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .average()
        .orElseThrow();
  }

  @Test
  @Order(8)
  void oneSweep_opened_hasItsRulesAndNoDifference() throws Exception {
    go("overview");
    await("document.querySelector('#view-overview .sweep h3 a')");
    browser.evaluate("document.querySelectorAll('#view-overview .sweep h3 a')[1].click()");
    await("document.querySelectorAll('#view-sweep .kicker').length === 1");
    await("document.querySelectorAll('#view-sweep tbody tr').length === 2");
    assertThat(texts("#view-sweep thead th")).doesNotContain("difference").contains("done", "test");
    assertThat(texts("#view-sweep tbody th")).containsExactly("BIG(balanced)", "BP");
  }

  @Test
  @Order(9)
  void pausedTrial_listed_hasAPageOfItsOwn() throws Exception {
    results.pause("ab".repeat(10), "BIG" + EVIL, 2, Optional.of("PROMOTED"));
    go("overview");
    // its epochs are there before its decision
    await(
        "[...document.querySelectorAll('[data-key=paused] td')]"
            + ".some(c => c.textContent === 'waits to go on')");
    assertThat(texts("[data-key=paused] tbody td"))
        .containsExactly(
            "ab".repeat(10), "BIG" + EVIL, "waits to go on", "halved", "1", "2", "50.00 %");
    browser.evaluate("document.querySelector('[data-key=paused] tbody a').click()");
    await("document.querySelector('#view-trial .waiting')");

    assertThat(text("#view-trial .waiting"))
        .startsWith("It stands after epoch 2 of 9, promoted on rung 1 by the schedule of halved.");
    assertThat(text("#view-trial h2")).isEqualTo("BIG" + EVIL + ", paused");
    assertThat(texts("#view-trial [data-key=Parameters] th"))
        .containsExactly("epochs", "learningRate", "rule", "seed");
    assertThat(texts("#view-trial [data-key=Decisions] td")).contains("PROMOTED");
    JsonNode drawn =
        browser.evaluate(
            "document.querySelector('#view-trial [data-chart=epochs]').chart.getOption().series"
                + ".filter(s => s.xAxisIndex === 0 && s.name === 'validation')"
                + ".flatMap(s => s.data.map(p => p.value))");
    try (ResultsViews views = ResultsViews.apart(results.folder())) {
      assertThat(
              StreamSupport.stream(drawn.spliterator(), false)
                  .map(point -> List.<Number>of(point.get(0).asInt(), point.get(1).asDouble())))
          .containsExactlyElementsOf(
              views
                  .query("SELECT epoch, validation_accuracy FROM paused ORDER BY epoch")
                  .rows()
                  .stream()
                  .map(row -> List.<Number>of(row.whole("epoch"), row.real("validation_accuracy")))
                  .toList());
    }
  }

  @Test
  @Order(10)
  void figures_opened_areTheReportsAndFollowNewTrials() throws Exception {
    go("figures");
    // the first drawing takes seconds; news meanwhile must not use up the browser's connections
    for (int seed = 30; seed < 38; seed++) {
      results.add("FA", "0.01", seed, TrialState.DONE, 0.5, 0.4);
      results.publish();
      Thread.sleep(300);
    }
    assertThat(
            browser
                .evaluate(
                    "fetch('/api/folders', {signal: AbortSignal.timeout(5000)})"
                        + ".then(a => a.status, e => e.name)")
                .asText())
        .isEqualTo("200");
    await("document.querySelectorAll('#figures section .chart svg').length > 3");
    assertThat(texts("#figures h2")).allMatch(title -> !title.isBlank());
    assertThat(text("#figures details.query pre")).containsIgnoringCase("select");
    browser.evaluate("window.kept = document.querySelector('#figures section')");

    results.add("FA", "0.01", 21, TrialState.DONE, 0.5, 0.4);
    results.publish();

    await("bigsweepLive.state().folders[0].figures >= 2");
    await("document.querySelector('#figures-note').textContent.includes('version')");
    assertThat(browser.evaluate("window.kept.isConnected").asBoolean()).isTrue();
  }

  @Test
  @Order(11)
  void liveUpdate_whileReading_keepsScrollAndFocus() throws Exception {
    browser.size(1440, 500);
    go("trials");
    await("document.querySelectorAll('#trial-table tbody tr').length > 5");
    browser.evaluate(
        "(() => { const s = document.querySelector('#rule'); s.value = '';"
            + " s.dispatchEvent(new Event('change', {bubbles: true})); })()");
    await("document.querySelector('#count').textContent.endsWith('of " + trials() + "')");
    browser.evaluate(
        "(() => { window.scrollTo(0, 200); document.querySelector('#rows').scrollTop = 120;"
            + " document.querySelector('#find').focus();"
            + " window.kept = document.querySelector('#trial-table'); })()");
    int before = trials();
    int scrolled = number("window.scrollY");

    results.add("FA", "0.01", 22, TrialState.DONE, 0.5, 0.4);
    results.publish();

    await("document.querySelector('#count').textContent.includes('of " + (before + 1) + "')");
    assertThat(number("window.scrollY")).isEqualTo(scrolled);
    assertThat(number("document.querySelector('#rows').scrollTop")).isEqualTo(120);
    assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("find");
    assertThat(browser.evaluate("window.kept.isConnected").asBoolean()).isTrue();
  }

  @Test
  @Order(12)
  void width_any_isReadableWithoutScrollingSideways() throws Exception {
    Path shots = Files.createDirectories(Path.of("target/serve-screenshots"));
    List<String> pages =
        List.of(
            "overview",
            "trials",
            "figures",
            "sql",
            "sweep/hostile.yaml/part.yaml",
            "trial/" + "ab".repeat(10));
    for (String page : pages) {
      String view = page.replaceFirst("/.*", "");
      for (int width : List.of(360, 768, 1440)) {
        browser.size(width, 900);
        go(page);
        await("!document.querySelector('#view-" + view + "').hidden");
        await("document.querySelector('#view-" + view + "').textContent.trim()");
        Thread.sleep(300);
        assertThat(number("document.documentElement.scrollWidth"))
            .as(view + " at " + width)
            .isLessThanOrEqualTo(width);
        Files.write(shots.resolve(view + "-" + width + ".png"), browser.screenshot());
      }
    }
    browser.size(1440, 900);
    browser.evaluate("document.querySelector('#theme').click()");
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(22, 24, 29)");
    for (String page : List.of("overview", "sweep/hostile.yaml/part.yaml")) {
      go(page);
      Thread.sleep(500);
      Files.write(shots.resolve(page.replaceFirst("/.*", "") + "-dark.png"), browser.screenshot());
    }
    browser.evaluate("document.querySelector('#theme').click()");
  }

  @Test
  @Order(13)
  void folder_deleted_isSaidOnThePageAndRecovers() throws Exception {
    go("overview");
    Path folder = directory.resolve("results");
    Files.move(folder, directory.resolve("aside"));
    await("document.querySelector('#faults').textContent.includes('no folder')");
    Files.move(directory.resolve("aside"), folder);
    await("document.querySelector('#faults').textContent === ''");
  }

  @Test
  @Order(14)
  void page_allTheTime_wasQuietAndAskedNobodyElse() {
    String own = server.address();
    assertThat(browser.asked())
        .hasSizeGreaterThan(10)
        .allMatch(url -> url.startsWith(own) || url.startsWith("data:"));
    assertThat(browser.said()).isEmpty();
  }
}
