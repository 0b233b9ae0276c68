package org.bigsweep.driver.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * A YAML parser that refuses text that is small but huge or endless as data: lists nested by the
 * thousand, an alias within the value that it names, and aliases of aliases, each of which
 * multiplies what it repeats. It watches the events that build the tree, so it refuses before
 * anything is built.
 */
final class BoundedParser implements Parser {
  static final int MOST_LEVELS = 50;

  /**
   * The number of values that aliases may repeat in all. It is far more than a sweep needs, and
   * still read in no time.
   */
  static final int MOST_REPEATED = 10_000;

  private final Parser parser;
  private final YamlSource source;
  private final Deque<Collection> open = new ArrayDeque<>();

  /** How many values each anchor names, itself included. */
  private final Map<Anchor, Long> sizes = new HashMap<>();

  private long values;
  private long repeated;

  /** A list or mapping that has begun, and how many values came before it. */
  private record Collection(Optional<Anchor> anchor, long before) {}

  BoundedParser(Parser parser, YamlSource source) {
    this.parser = parser;
    this.source = source;
  }

  @Override
  public Event next() {
    Event event = parser.next();
    if (event instanceof AliasEvent alias) {
      repeat(alias);
    } else if (event instanceof CollectionStartEvent start) {
      open.push(new Collection(start.getAnchor(), values));
      values++;
      if (open.size() > MOST_LEVELS) {
        throw error(
            event, "Invalid nesting: too deep (must be at most " + MOST_LEVELS + " levels)");
      }
    } else if (event instanceof CollectionEndEvent) {
      Collection ended = open.pop();
      ended.anchor().ifPresent(anchor -> sizes.put(anchor, values - ended.before()));
    } else if (event instanceof NodeEvent scalar) {
      values++;
      scalar.getAnchor().ifPresent(anchor -> sizes.put(anchor, 1L));
    }
    return event;
  }

  private void repeat(AliasEvent alias) {
    Anchor anchor = alias.getAlias();
    if (open.stream().anyMatch(collection -> collection.anchor().equals(Optional.of(anchor)))) {
      throw error(alias, "Invalid alias: *" + anchor + " (must not stand within what it names)");
    }
    long size = sizes.getOrDefault(anchor, 0L);
    values += size;
    repeated += size;
    if (repeated > MOST_REPEATED) {
      throw error(
          alias,
          "Invalid alias: *%s (all aliases together must repeat at most %,d values)"
              .formatted(anchor, MOST_REPEATED));
    }
  }

  private SweepFileException error(Event event, String sentence) {
    return new SweepFileException(
        source.origin(event.getStartMark().map(Mark::getLine).orElse(0)), sentence);
  }

  @Override
  public boolean checkEvent(Event.ID kind) {
    return parser.checkEvent(kind);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }
}
