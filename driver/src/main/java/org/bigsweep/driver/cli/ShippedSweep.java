package org.bigsweep.driver.cli;

import org.bigsweep.util.Resources;

/** The sweep files that come with the program. */
final class ShippedSweep {
  static final String DEMO = "demo.yaml";
  static final String TEMPLATE = "template.yaml";

  /** The JSON Schema that the template's first line names, for editors. */
  static final String SCHEMA = "sweep.schema.json";

  private ShippedSweep() {}

  static String text(String name) {
    return Resources.text(ShippedSweep.class, "/sweeps/" + name);
  }
}
