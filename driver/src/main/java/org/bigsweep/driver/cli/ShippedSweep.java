package org.bigsweep.driver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The sweep files that come with the program. */
final class ShippedSweep {
  static final String DEMO = "demo.yaml";
  static final String TEMPLATE = "template.yaml";

  /** The JSON Schema that the template's first line names, for editors. */
  static final String SCHEMA = "sweep.schema.json";

  private ShippedSweep() {}

  static String text(String name) {
    try (InputStream in = ShippedSweep.class.getResourceAsStream("/sweeps/" + name)) {
      if (in == null) {
        throw new IllegalStateException("This build lacks sweeps/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
