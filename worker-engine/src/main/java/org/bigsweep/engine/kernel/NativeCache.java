package org.bigsweep.engine.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bigsweep.engine.disk.PrivateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder into which JavaCPP unpacks native libraries and from which later processes load them
 * again. JavaCPP compares only size and time with what is in the jar, so whoever can write there
 * decides what code runs. Hence the folder is checked before the first library of a process loads.
 */
final class NativeCache {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCache.class);
  private static final String SETTING = "org.bytedeco.javacpp.cachedir";

  private NativeCache() {}

  /** Points JavaCPP to the folder that is set, or to a fresh one if others can write there. */
  static void secure() {
    Path wanted =
        Optional.ofNullable(System.getProperty(SETTING))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".javacpp", "cache"));
    try {
      PrivateFolder folder = PrivateFolder.scratch(wanted);
      folder
          .distrust()
          .ifPresent(
              why ->
                  LOG.warn(
                      "Native libraries are unpacked into {}, not {}: {}; remove that",
                      folder.path(),
                      wanted,
                      why));
      System.setProperty(SETTING, folder.path().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a folder for native libraries: " + wanted, e);
    }
  }
}
