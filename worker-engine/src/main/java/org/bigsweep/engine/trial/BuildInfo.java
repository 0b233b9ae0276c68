package org.bigsweep.engine.trial;

/** Which build of the engine this is. */
public final class BuildInfo {
  private BuildInfo() {}

  public static String version() {
    return "0.1.0";
  }

  public static String commit() {
    return "unknown";
  }
}
