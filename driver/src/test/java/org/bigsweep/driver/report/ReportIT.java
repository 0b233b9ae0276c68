package org.bigsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.bigsweep.driver.bench.MadeUpResults;
import org.bigsweep.driver.cli.Bigsweep;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.SampleResults;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in a browser: 240 made-up trials that fill every figure, and a sweep and a rule with
 * names that try to break out.
 */
class ReportIT {
  private static final String EVIL = "<img src=http://evil.example/x.png onerror=\"alert(1)\">";
  private static final String QUESTION = "</script><script>document.title = 'owned'</script> & 'x'";
  private static final String BP = "#1A1A1A";

  private static final String SWEEP =
      """
      # </pre><script>document.title = 'owned'</script> %s
      version: 1
      name: hostile
      question: "%s"
      fixed: {epochs: 3}
      grid:
        rule: [BP, DTP, BIG(eq. 4), BIG(balanced), TP, TP(paper)]
        depth: [3, 5]
        sigma2: [0.1, 1, 10]
        learningRate: [1e-4, 1e-3, 0.1]
      seeds: {tune: 0..1, report: 10..12}
      """
          .formatted(EVIL, QUESTION);

  @TempDir private static Path directory;

  private static Chromium browser;
  private static Path page;

  @BeforeAll
  static void draw() throws IOException, InterruptedException {
    Path results = directory.resolve("results");
    Sweep sweep =
        new SweepReader(ParameterCatalog.standard()).parse("hostile.yaml", SWEEP, List.of());
    SampleResults folder = new SampleResults(results);
    MadeUpResults.write(folder.folder(), sweep.space(), sweep.space().size(), 100);
    for (int seed : List.of(0, 1, 10, 11)) {
      folder.add("BIG" + EVIL, "0.01", seed, TrialState.DONE, 0.5, 0.4);
    }
    folder.add("BIG" + EVIL, "0.01", 12, TrialState.DIVERGED, 0.5, 0.4);
    folder.publish();
    Files.createDirectories(results.resolve("_sweeps"));
    Files.writeString(results.resolve("_sweeps/hostile.yaml"), SWEEP);
    page = directory.resolve("report.html");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    assertThat(Bigsweep.run(out, out, "report", results.toString(), "-o", page.toString()))
        .as(said.toString())
        .isZero();
    browser = Chromium.start(Files.createDirectory(directory.resolve("profile")));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws InterruptedException {
    browser.size(1440, 900);
    browser.open(page.toUri().toString());
  }

  @Test
  void page_opened_isQuietAndAsksNobody() {
    assertThat(browser.asked()).isNotEmpty().allMatch(url -> url.equals(page.toUri().toString()));
    assertThat(browser.said()).isEmpty();
  }

  @Test
  void page_hostileNames_areText() {
    assertThat(text("document.title")).isEqualTo(QUESTION);
    assertThat(number("document.querySelectorAll('img, iframe, object').length")).isZero();
    assertThat(number("document.querySelectorAll('script').length")).isEqualTo(4);
    assertThat(text("document.querySelector('#sweeps pre').textContent")).isEqualTo(SWEEP);
    assertThat(text("document.querySelector('#rules table').textContent")).contains("BIG" + EVIL);
  }

  @Test
  void page_firstLines_sayWhatIsDoneAndHowItWasCounted() {
    assertThat(texts("document.querySelectorAll('.notes li')"))
        .containsExactly(
            "hostile: 230 of 240 done, 30 of them collapsed (counted), 10 diverged (left out).",
            "5 trials of the folder belong to no sweep kept in it; they are in all figures.",
            "Tuning and reporting seeds are disjoint.",
            "Of 245 trials, 30 collapsed (counted with the accuracy they reached), 11 diverged and"
                + " 0 failed (both left out of means, counted beside each).");
  }

  @Test
  void figures_all_areDrawn() throws IOException {
    List<String> ids = texts("window.bigsweepReport.data.figures.map(f => f.id)");
    assertThat(ids)
        .containsExactly(
            "1c",
            "1d",
            "alignment",
            "sigma2",
            "sigma2-rate",
            "depth",
            "balance",
            "parallel",
            "slices",
            "importance",
            "search",
            "paired",
            "budget",
            "fates");
    for (String id : ids) {
      assertThat(ink(browser.screenshot("#chart-" + id))).as(id).isGreaterThan(0.004);
      assertThat(text("document.querySelector('#title-%s').textContent".formatted(id)))
          .isNotBlank();
      assertThat(text("document.querySelector('#figure-%s pre').textContent".formatted(id)))
          .containsIgnoringCase("select");
    }
  }

  @Test
  void figures_marks_areAsManyAsTheData() {
    // two of three panels have BP, with 4 epochs each; the legend has one symbol more
    assertThat(marks("1c", "path[fill=\"%s\"]:not([fill-opacity])".formatted(BP)))
        .isEqualTo(2 * 4 + 1);
    assertThat(marks("1c", "path[fill=\"%s\"][fill-opacity=\"0.16\"]".formatted(BP))).isEqualTo(2);
    // 6 rules: 15 pairs, and two legend entries at most
    assertThat(
            number("window.bigsweepReport.data.figures.find(f => f.id === 'paired').rows.length"))
        .isEqualTo(15);
    assertThat(points("paired")).isEqualTo(15);
    assertThat(number("document.querySelectorAll('#chart-sigma2-rate text').length"))
        .isGreaterThan(9);
    assertThat(points("sigma2")).isGreaterThanOrEqualTo(3);
    assertThat(number(figure("parallel") + ".chart.lines.length")).isEqualTo(10);
    assertThat(marks("parallel", ":is(path, polyline)[stroke-opacity=\"0.75\"]")).isEqualTo(10);
  }

  @Test
  void trials_filteredAndSorted_showWhatFits() {
    browser.evaluate(
        "(() => { const s = document.querySelector('select[data-column=state]');"
            + " s.value = 'DIVERGED'; s.dispatchEvent(new Event('change')); })()");
    assertThat(column("state")).hasSize(11).containsOnly("DIVERGED");
    browser.evaluate(
        "(() => { const s = document.querySelector('select[data-column=state]');"
            + " s.value = ''; s.dispatchEvent(new Event('change'));"
            + " const f = document.querySelector('#trial-search');"
            + " f.value = 'tp(paper)'; f.dispatchEvent(new Event('input')); })()");
    assertThat(column("rule")).hasSize(30).containsOnly("TP(paper)");
    browser.evaluate(
        "(() => { const f = document.querySelector('#trial-search');"
            + " f.value = ''; f.dispatchEvent(new Event('input')); })()");
    sort("test_accuracy");
    List<Double> rising = column("test_accuracy").stream().map(Double::valueOf).toList();
    assertThat(rising).isSorted().hasSize(50);
    sort("test_accuracy");
    List<Double> falling = column("test_accuracy").stream().map(Double::valueOf).toList();
    assertThat(falling).isSortedAccordingTo((a, b) -> Double.compare(b, a)).hasSize(50);
    assertThat(text("document.querySelector('#trial-count').textContent"))
        .isEqualTo("Trials 1 to 50 of 245");
  }

  @Test
  void keyboard_alone_reachesAndWorksTheTable() {
    browser.press("Tab", 9, "");
    assertThat(text("document.activeElement.textContent")).isEqualTo("To the figures");
    browser.evaluate("document.querySelectorAll('#trial-table th button')[1].focus()");
    browser.press("Enter", 13, "\r");
    assertThat(text("document.activeElement.textContent")).isEqualTo("rule");
    assertThat(text("document.querySelectorAll('#trial-table th')[1].getAttribute('aria-sort')"))
        .isEqualTo("ascending");
    assertThat(column("rule")).isSorted();
    assertThat(
            number(
                "[...document.querySelectorAll('.chart')].filter(c => c.getAttribute('role') ==="
                    + " 'img' &&"
                    + " document.getElementById(c.getAttribute('aria-labelledby'))).length"))
        .isEqualTo(14);
  }

  @Test
  void exports_ofAFigure_areWhole() {
    browser.evaluate(
        "URL.createObjectURL = blob => { (window.blobs = window.blobs || []).push(blob);"
            + " return 'about:blank#'; };"
            + " HTMLAnchorElement.prototype.click = function () {};");
    for (String kind : List.of("svg", "csv", "png")) {
      browser.evaluate(
          "document.querySelector('#figure-1c button[data-export=%s]').click()".formatted(kind));
    }
    browser.evaluate(
        "new Promise(done => { const wait = () => window.blobs.length === 3 ? done()"
            + " : setTimeout(wait, 20); wait(); })");
    assertThat(text("window.blobs[0].text()")).startsWith("<svg ").contains("</svg>");
    assertThat(text("window.blobs[1].text()").lines())
        .hasSize(1 + number("window.bigsweepReport.data.figures[0].rows.length"))
        .first()
        .isEqualTo(
            "dataset,depth,rule,factors,epoch,n,collapsed,test_accuracy,test_accuracy_sd,"
                + "test_accuracy_min,test_accuracy_max");
    assertThat(text("window.blobs[2].type")).isEqualTo("image/png");
    assertThat(number("window.blobs[2].size")).isGreaterThan(10_000);
  }

  @Test
  void theme_darkScheme_isFollowedAndToggled() {
    scheme("dark");
    assertThat(text("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(22, 24, 29)");
    browser.evaluate("document.querySelector('#theme').click()");
    assertThat(text("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    scheme("light");
  }

  @Test
  void print_page_isAFewSheets() {
    byte[] pdf =
        Base64.getDecoder().decode(browser.call("Page.printToPDF", Map.of()).get("data").asText());
    assertThat(pdf.length).isGreaterThan(50_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 768, 1440})
  void width_any_isReadableWithoutScrollingSideways(int width)
      throws IOException, InterruptedException {
    browser.size(width, 900);
    browser.open(page.toUri().toString());
    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    Path shots = Files.createDirectories(Path.of("target/report-screenshots"));
    Files.write(shots.resolve("report-%d.png".formatted(width)), browser.screenshot());
    if (width == 768) {
      scheme("dark");
      Files.write(shots.resolve("report-768-dark.png"), browser.screenshot());
      scheme("light");
    }
  }

  private static void scheme(String scheme) {
    browser.call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private static void sort(String column) {
    browser.evaluate(
        "[...document.querySelectorAll('#trial-table th button')].find(b => b.textContent === '%s')"
                .formatted(column)
            + ".click()");
  }

  /** The cells of the shown page of trials. */
  private static List<String> column(String name) {
    return texts(
        "(() => { const c = window.bigsweepReport.data.trials.columns.indexOf('%s');"
                .formatted(name)
            + " return [...document.querySelectorAll('#trial-table tbody tr')]"
            + ".map(r => r.cells[c]); })()");
  }

  private static String figure(String id) {
    return "window.bigsweepReport.data.figures.find(f => f.id === '%s')".formatted(id);
  }

  /** Points of all series of a figure's chart. */
  private static int points(String id) {
    return number(
        figure(id)
            + ".chart.panels.flatMap(p => p.marks).filter(m => m.kind === 'series')"
            + ".flatMap(m => m.points).length");
  }

  private static int marks(String id, String selector) {
    return number("document.querySelectorAll('#chart-%s svg %s').length".formatted(id, selector));
  }

  private static String text(String expression) {
    return browser.evaluate(expression).asText();
  }

  private static int number(String expression) {
    return browser.evaluate(expression).asInt();
  }

  /** Texts of elements, or values themselves. */
  private static List<String> texts(String expression) {
    return StreamSupport.stream(
            browser
                .evaluate(
                    "[...%s].map(e => typeof e === 'string' ? e : e.textContent)"
                        .formatted(expression))
                .spliterator(),
            false)
        .map(JsonNode::asText)
        .toList();
  }

  /** Share of pixels that differ from the commonest colour. */
  private static double ink(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    Map<Integer, Integer> colours = new HashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.merge(image.getRGB(x, y), 1, Integer::sum);
      }
    }
    int all = image.getWidth() * image.getHeight();
    int paper = colours.values().stream().max(Integer::compare).orElseThrow();
    return (all - paper) / (double) all;
  }
}
