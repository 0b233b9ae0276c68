package org.bigsweep.driver.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bigsweep.driver.space.RandomDraws;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.util.UserException;

/** A reader of sweep files of version 1. It checks every name and value against a catalog. */
public final class SweepReader {
  /** The version of the format. */
  public static final int VERSION = 1;

  static final List<String> KEYS =
      List.of(
          "version",
          "name",
          "question",
          "dataset",
          "fixed",
          "grid",
          "zip",
          "union",
          "when",
          "exclude",
          "random",
          "rules",
          "seeds",
          "keepWeights",
          "schedule",
          "factors");

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  static final Kind.Choice<KeepWeights> KEEP_WEIGHTS =
      new Kind.Choice<>(List.of(KeepWeights.BEST, KeepWeights.LAST, KeepWeights.NONE));
  static final Kind.Choice<RandomDraws.Sequence> SEQUENCES =
      Kind.Choice.of(RandomDraws.Sequence.class);
  static final int MOST_DRAWS = 1_000_000;

  /**
   * The most bytes of a sweep file: so few that the YAML library's own limit, in characters, is
   * never reached first.
   */
  static final int MOST_BYTES = 3_000_000;

  private final ParameterCatalog catalog;

  public SweepReader(ParameterCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The sweep of a file.
   *
   * @param overrides each {@code path=value}, applied in order; see {@code sweeps/README.md}
   * @throws SweepFileException if the file or an override breaks a constraint
   */
  public Sweep read(Path file, List<String> overrides) {
    try {
      return parse(file.toString(), text(file), overrides);
    } catch (NoSuchFileException e) {
      throw new SweepFileException("", "Cannot read sweep " + file + ": there is no such file");
    } catch (CharacterCodingException e) {
      throw new SweepFileException("", "Cannot read sweep " + file + ": it is not UTF-8 text");
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a directory" : e.getMessage();
      throw new SweepFileException("", "Cannot read sweep " + file + ": " + reason);
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new SweepFileException(
            "", "Cannot read sweep " + file + ": it is larger than " + MOST_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /**
   * The sweep of a text.
   *
   * @param label what error messages call the text, such as its file name
   * @throws SweepFileException if the text or an override breaks a constraint
   */
  public Sweep parse(String label, String text, List<String> overrides) {
    YamlSource source = new YamlSource(label);
    SweepDraft draft = new TopLevelReader(source, catalog).draft(source.root(text));
    Overrides apply = new Overrides(catalog);
    overrides.forEach(o -> apply.apply(o, draft));
    return draft.sweep(catalog, label, text, overrides);
  }

  static String invalidName(String name) {
    return UserException.sentence(
        "name", name, "letters, digits, dots, dashes and underscores, and no path");
  }

  static Optional<Long> whole(String text, long low, long high) {
    return new Kind.Whole(low, high).parse(text);
  }

  static String invalidWhole(String what, String text, long low, long high) {
    return UserException.sentence(what, text, new Kind.Whole(low, high).requirement());
  }
}
