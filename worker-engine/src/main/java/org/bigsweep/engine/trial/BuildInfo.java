package org.bigsweep.engine.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version and the commit that this build of bigsweep was made from. The build writes them. */
public final class BuildInfo {
  private static final String UNKNOWN = "unknown";
  private static final Properties STAMPED = read();

  private BuildInfo() {}

  /** Version of bigsweep. */
  public static String version() {
    return STAMPED.getProperty("version", UNKNOWN);
  }

  /**
   * The commit: 40 hexadecimal digits, followed by {@code -dirty} if the sources had changes of
   * their own; {@code unknown} for a build outside a git checkout.
   */
  public static String commit() {
    return commit(STAMPED);
  }

  static String commit(Properties stamped) {
    String commit = stamped.getProperty("commit", UNKNOWN);
    boolean dirty = Boolean.parseBoolean(stamped.getProperty("dirty"));
    return dirty && !commit.equals(UNKNOWN) ? commit + "-dirty" : commit;
  }

  private static Properties read() {
    Properties stamped = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        stamped.load(in);
      }
      return stamped;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
