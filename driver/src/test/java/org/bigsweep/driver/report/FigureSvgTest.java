package org.bigsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Chart.Parallel;
import org.bigsweep.driver.report.Mark.Across;
import org.bigsweep.driver.report.Mark.Bars;
import org.bigsweep.driver.report.Mark.Cell;
import org.bigsweep.driver.report.Mark.Cells;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.store.AnswerTable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Figures drawn without a browser. */
class FigureSvgTest {
  private static final int WIDTH = 600;

  @Test
  void svg_hostileTitle_isEscapedAndWellFormed() throws Exception {
    Document drawn = parsed(figure("a <b> & \"c\"", panels(series(Spread.BAND))));

    assertThat(drawn.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a <b> & \"c\"");
    assertThat(texts(drawn)).contains("a <b> & \"c\"", "n = 2");
    assertThat(drawn.getDocumentElement().getAttribute("width")).isEqualTo("600");
  }

  @Test
  void svg_series_hasASymbolForEachPointAndItsBand() throws Exception {
    Document drawn = parsed(figure("t", panels(series(Spread.BAND))));

    // three points; a single name needs no legend
    assertThat(with(drawn, "path", "fill", "#0072B2")).hasSize(3);
    assertThat(with(drawn, "polygon", "fill-opacity", "0.16")).hasSize(1);
  }

  @Test
  void svg_everyKindOfMark_isDrawn() throws Exception {
    Ink ink = Palette.rule("DTP");
    Cells cells =
        new Cells(
            "accuracy",
            0,
            1,
            List.of(
                new Cell(0, 0, Optional.of(0.25), "n = 1"),
                new Cell(1, 0, Optional.empty(), "n = 1, 1 lost")));
    Panel heat =
        new Panel(
            "heat", Axis.of("x", List.of("1", "2")), Axis.of("y", List.of("3")), List.of(cells));
    assertThat(texts(parsed(figure("t", new Panels(List.of(heat)))))).contains("25.0", "heat");

    Panel bars =
        new Panel(
            "",
            Axis.linear("trials"),
            Axis.of("", List.of("BP", "TP")),
            List.of(
                new Bars("done", ink, List.of(3L, 4L)),
                new Bars("diverged", Palette.rule("BIG(eq. 4)"), List.of(0L, 2L))));
    Document drawn = parsed(figure("t", new Panels(List.of(bars))));
    assertThat(texts(drawn)).contains("BP", "TP", "done", "diverged");

    Panel forest =
        new Panel(
            "",
            Axis.linear("difference"),
            Axis.of("", List.of("a − b")),
            List.of(
                new Series(
                    "clear",
                    ink,
                    false,
                    Spread.SIDEWAYS,
                    List.of(new Point(0.1, 0, Optional.of(new Interval(0.05, 0.2)), ""))),
                new Across("none", ink, true, 0)));
    assertThat(texts(parsed(figure("t", new Panels(List.of(forest)))))).contains("a − b");
  }

  @Test
  void svg_parallel_hasALineForEachConfiguration() throws Exception {
    Chart chart =
        new Parallel(
            List.of(
                Axis.of("rule", List.of("BP", "TP")), Axis.log("rate"), Axis.linear("accuracy")),
            List.of(
                List.of(Optional.of(0.0), Optional.of(1e-4), Optional.of(0.9)),
                List.of(Optional.of(0.0), Optional.of(1e-2), Optional.of(0.7)),
                List.of(Optional.of(1.0), Optional.empty(), Optional.of(0.8))));

    assertThat(with(parsed(figure("t", chart)), "polyline", "stroke-opacity", "0.75"))
        .hasSize(3)
        .noneMatch(line -> line.getAttribute("points").contains("NaN"));
  }

  @Test
  void svg_sameFigure_isTheSameText() {
    Figure figure = figure("t", panels(series(Spread.WHISKER)));

    assertThat(FigureSvg.svg(figure, WIDTH)).isEqualTo(FigureSvg.svg(figure, WIDTH));
  }

  private static Series series(Spread spread) {
    return new Series(
        "DTP",
        Palette.rule("DTP"),
        true,
        spread,
        List.of(
            new Point(0, 0.1, Optional.of(new Interval(0.05, 0.15)), "n = 2"),
            new Point(1, 0.8, Optional.of(new Interval(0.7, 0.9)), "n = 2"),
            new Point(2, 0.9, Optional.empty(), "n = 1")));
  }

  private static Chart panels(Mark mark) {
    return new Panels(
        List.of(new Panel("", Axis.whole("epoch"), Axis.linear("accuracy"), List.of(mark))));
  }

  private static Figure figure(String title, Chart chart) {
    return new Figure(
        "f",
        "subject",
        title,
        "n = 2",
        "caption",
        "SELECT 1",
        AnswerTable.of(List.of()).build(),
        chart);
  }

  private static Document parsed(Figure figure) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(FigureSvg.svg(figure, WIDTH))));
  }

  private static List<String> texts(Document drawn) {
    return elements(drawn, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> with(Document drawn, String name, String attribute, String value) {
    return elements(drawn, name).stream()
        .filter(element -> element.getAttribute(attribute).equals(value))
        .toList();
  }

  private static List<Element> elements(Document drawn, String name) {
    NodeList nodes = drawn.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .map(Element.class::cast)
        .toList();
  }
}
