package org.bigsweep.driver.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.NearestName;
import org.bigsweep.util.Failures;
import org.bigsweep.util.UserException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A YAML text with its name. It turns nodes into what the reader expects, or into an error with its
 * line.
 */
record YamlSource(String file) {

  /** A key of a mapping with its value. */
  record Entry(Node key, Node value) {}

  /**
   * The mapping that the whole text is.
   *
   * @throws SweepFileException if the text is not YAML, or no mapping
   */
  Node root(String text) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file).build();
      Parser parser = new ParserImpl(settings, new StreamReader(settings, text));
      return new Composer(settings, new BoundedParser(parser, this))
          .getSingleNode()
          .orElseThrow(
              () ->
                  new SweepFileException(file + ":1", "Invalid sweep: empty (must be a mapping)"));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0);
      throw new SweepFileException(origin(line), "Cannot read YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new SweepFileException(file + ":1", "Cannot read YAML: " + Failures.firstLine(e));
    }
  }

  String origin(Node node) {
    return origin(node.getStartMark().map(Mark::getLine).orElse(0));
  }

  /** The place of a line, given its number counted from 0. */
  String origin(int line) {
    return file + ":" + (line + 1);
  }

  SweepFileException error(Node node, String sentence) {
    return new SweepFileException(origin(node), sentence);
  }

  /** The error of a value that is not allowed. */
  SweepFileException invalid(Node node, String what, Object value, String requirement) {
    return error(node, UserException.sentence(what, value, requirement));
  }

  /** The entries of a mapping that has at least one, each key once. */
  Map<String, Entry> mapping(Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      throw invalid(node, what, shown(node), "a mapping");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode(), "key");
      Entry earlier = entries.put(key, new Entry(tuple.getKeyNode(), tuple.getValueNode()));
      if (earlier != null) {
        throw invalid(tuple.getKeyNode(), "key", key, "given once in " + what);
      }
    }
    if (entries.isEmpty()) {
      throw error(node, "Invalid " + what + ": empty (must have at least one entry)");
    }
    return entries;
  }

  /** As {@link #mapping}, every key one of {@code keys}. */
  Map<String, Entry> mapping(Node node, String what, List<String> keys) {
    Map<String, Entry> entries = mapping(node, what);
    entries.forEach(
        (key, entry) -> {
          if (!keys.contains(key)) {
            throw error(entry.key(), unknown("key", key, keys));
          }
        });
    return entries;
  }

  /** The elements of a list that has at least one. */
  List<Node> sequence(Node node, String what) {
    if (!(node instanceof SequenceNode sequence)) {
      throw invalid(node, what, shown(node), "a list");
    }
    if (sequence.getValue().isEmpty()) {
      throw error(node, "Invalid " + what + ": [] (must have at least one value)");
    }
    return sequence.getValue();
  }

  /** A single value, as it is written. */
  String scalar(Node node, String what) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw invalid(node, what, shown(node), "a single value");
  }

  /** A whole number between {@code low} and {@code high}, both inclusive. */
  long whole(Node node, String what, long low, long high) {
    String text = scalar(node, what);
    return SweepReader.whole(text, low, high)
        .orElseThrow(() -> error(node, SweepReader.invalidWhole(what, text, low, high)));
  }

  /** One of the values of {@code choice}. */
  <E extends Enum<E>> E choice(Node node, String what, Kind.Choice<E> choice) {
    String text = scalar(node, what);
    return choice.parse(text).orElseThrow(() -> error(node, unknown(what, text, choice.options())));
  }

  /** A sentence on a name that is none of {@code names}. */
  static String unknown(String what, String name, List<String> names) {
    return UserException.sentence(what, name, "one of " + String.join(", ", names))
        + NearestName.hint(name, names);
  }

  /** A node in a few words. */
  static String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().isBlank() ? "empty" : scalar.getValue();
    }
    return node instanceof SequenceNode ? "a list" : "a mapping";
  }
}
