package org.bigsweep.results.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine beside Java. {@code .ci/packages} installs it where it can.
 * Elsewhere the test is skipped with the name of the Debian package; with {@code CI=true} it fails,
 * because there nothing may be skipped.
 */
public final class Requires {
  private static final boolean CI = "true".equals(System.getenv("CI"));

  /** Where a PATH that is not root's has no daemons. */
  private static final String DAEMONS =
      File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin";

  private Requires() {}

  /**
   * A program on the PATH, or among the daemons of {@code /usr/sbin}.
   *
   * @param debianPackage that has it
   */
  public static Path program(String name, String debianPackage) {
    return Stream.of((System.getenv("PATH") + DAEMONS).split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> missing(name, debianPackage, CI));
  }

  /**
   * A file or folder.
   *
   * @param debianPackage that has it
   */
  public static Path file(Path file, String debianPackage) {
    return Files.exists(file) ? file : missing(file.toString(), debianPackage, CI);
  }

  /** Never returns. */
  static Path missing(String what, String debianPackage, boolean ci) {
    String sentence = "Missing " + what + ": it is in Debian's package " + debianPackage;
    if (ci) {
      throw new IllegalStateException(sentence + " (with CI=true no test may be skipped)");
    }
    return Assumptions.abort(sentence);
  }
}
