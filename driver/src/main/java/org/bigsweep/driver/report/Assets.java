package org.bigsweep.driver.report;

import org.bigsweep.util.Resources;

/** The files that lie beside this class. */
final class Assets {
  private Assets() {}

  static String text(String name) {
    return Resources.text(Assets.class, name);
  }

  /** A script as it may stand inside a page. */
  static String script(String name) {
    return text(name).replace("</script", "<\\/script");
  }
}
