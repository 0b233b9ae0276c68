package org.bigsweep.driver.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A drawn figure, read as a person reads it: places of symbols against the labels of axes. */
final class Plot {
  private static final Pattern TRANSLATED = Pattern.compile("translate\\((\\S+) (\\S+)\\)");
  private static final Pattern SYMBOL =
      Pattern.compile("matrix\\(3\\.5,0,0,3\\.5,([^,]+),([^,)]+)\\)");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final double SLACK = 2;

  /** A place in pixels. */
  record Place(double x, double y) {}

  /** A label at its place. */
  private record Label(Place place, double value) {}

  private final Document drawn;
  private final List<List<Label>> axesUp = new ArrayList<>();
  private final List<List<Label>> axesAcross = new ArrayList<>();

  Plot(String svg) {
    try {
      drawn =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalArgumentException(svg, e);
    }
    TreeMap<Double, List<Label>> columns = new TreeMap<>();
    labels("end")
        .forEach(l -> columns.computeIfAbsent(l.place().x(), x -> new ArrayList<>()).add(l));
    columns
        .values()
        .forEach(
            column -> {
              column.sort(Comparator.comparing(l -> l.place().y()));
              addRuns(column, axesUp, -1);
            });
    TreeMap<Double, List<Label>> rows = new TreeMap<>();
    labels("middle")
        .forEach(l -> rows.computeIfAbsent(l.place().y(), y -> new ArrayList<>()).add(l));
    rows.values()
        .forEach(
            row -> {
              row.sort(Comparator.comparing(l -> l.place().x()));
              addRuns(row, axesAcross, 1);
            });
  }

  /** Splits labels where another panel's axis begins. */
  private static void addRuns(List<Label> labels, List<List<Label>> axes, int direction) {
    List<Label> run = new ArrayList<>();
    for (Label label : labels) {
      if (!run.isEmpty()
          && direction * Double.compare(label.value(), run.get(run.size() - 1).value()) <= 0) {
        axes.add(run);
        run = new ArrayList<>();
      }
      run.add(label);
    }
    axes.add(run);
  }

  private Stream<Label> labels(String anchor) {
    return elements("text")
        .filter(text -> text.getAttribute("text-anchor").equals(anchor))
        .filter(text -> text.getAttribute("style").contains("font-size:11px"))
        .flatMap(text -> label(text).stream());
  }

  private static Optional<Label> label(Element text) {
    Matcher place = TRANSLATED.matcher(text.getAttribute("transform"));
    try {
      return place.matches()
          ? Optional.of(
              new Label(
                  new Place(Double.parseDouble(place.group(1)), Double.parseDouble(place.group(2))),
                  Double.parseDouble(text.getTextContent())))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Symbols of a colour. */
  List<Place> symbols(String colour) {
    return elements("path")
        .filter(path -> path.getAttribute("fill").equalsIgnoreCase(colour))
        .map(path -> SYMBOL.matcher(path.getAttribute("transform")))
        .filter(Matcher::matches)
        .map(m -> new Place(Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2))))
        .toList();
  }

  /** What the symbols of a colour show on the vertical axes beside them. */
  List<Double> heights(String colour) {
    return symbols(colour).stream().flatMap(p -> height(p).stream()).toList();
  }

  private Optional<Double> height(Place place) {
    return axesUp.stream()
        .filter(axis -> axis.size() > 1 && axis.get(0).place().x() < place.x())
        .filter(
            axis ->
                axis.get(0).place().y() - SLACK <= place.y()
                    && place.y() <= axis.get(axis.size() - 1).place().y() + SLACK)
        .max(Comparator.comparing(axis -> axis.get(0).place().x()))
        .map(axis -> between(axis.get(0), axis.get(axis.size() - 1), place.y(), false));
  }

  /** What the symbols of a colour show on the horizontal axis below. */
  List<Double> distances(String colour) {
    return symbols(colour).stream().map(place -> across(place.x())).toList();
  }

  private double across(double x) {
    List<Label> axis = axesAcross.get(axesAcross.size() - 1);
    return between(axis.get(0), axis.get(axis.size() - 1), x, true);
  }

  private static double between(Label one, Label other, double at, boolean across) {
    double from = across ? one.place().x() : one.place().y();
    double to = across ? other.place().x() : other.place().y();
    return one.value() + (at - from) / (to - from) * (other.value() - one.value());
  }

  /** Lengths of bars of a colour on the horizontal axis below, from above. */
  List<Double> bars(String colour) {
    return elements("path")
        .filter(path -> path.getAttribute("fill").equalsIgnoreCase(colour))
        .filter(path -> path.getAttribute("transform").isEmpty())
        .map(path -> numbers(path.getAttribute("d")))
        .sorted(Comparator.comparing(numbers -> numbers.get(1)))
        // from the left upper corner by the width to the right
        .map(n -> across(n.get(0) + n.get(2)) - across(n.get(0)))
        .toList();
  }

  /** The last place of each line of parallel coordinates. */
  List<Place> ends() {
    return elements("polyline")
        .filter(line -> line.getAttribute("stroke-opacity").equals("0.75"))
        .map(line -> numbers(line.getAttribute("points")))
        .map(n -> new Place(n.get(n.size() - 2), n.get(n.size() - 1)))
        .toList();
  }

  private static List<Double> numbers(String text) {
    return NUMBERS.matcher(text).results().map(m -> Double.valueOf(m.group())).toList();
  }

  /** Texts of a form. */
  List<String> texts(String form) {
    return elements("text")
        .map(Element::getTextContent)
        .filter(text -> text.matches(form))
        .sorted()
        .toList();
  }

  private Stream<Element> elements(String name) {
    NodeList nodes = drawn.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).map(Element.class::cast);
  }
}
