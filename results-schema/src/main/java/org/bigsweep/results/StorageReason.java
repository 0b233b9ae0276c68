package org.bigsweep.results;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A conversion of storage exceptions into plain words for the end of a message. */
final class StorageReason {
  /** The class and caller that stand before the message of Amazon's SDK. */
  private static final Pattern OF_AMAZONS_SDK =
      Pattern.compile("^.*?software\\.amazon\\.awssdk\\.[\\w.]+: ");

  private StorageReason() {}

  static String of(Throwable failure) {
    String said =
        Optional.ofNullable(failure.getMessage()).orElse("").lines().findFirst().orElse("");
    if (failure instanceof AccessDeniedException || said.endsWith("(Permission denied)")) {
      return "permission denied";
    }
    if (failure instanceof FileNotFoundException || failure instanceof NoSuchFileException) {
      return said.isEmpty() ? "not found" : said;
    }
    return said.isEmpty()
        ? failure.getClass().getSimpleName()
        : OF_AMAZONS_SDK.matcher(said).replaceFirst("");
  }

  /** Whether Parquet read the bytes but could not decode them. */
  static boolean isDamage(Exception failure) {
    return failure instanceof RuntimeException
        || failure instanceof EOFException
        || String.valueOf(failure.getMessage()).startsWith("can not read class");
  }
}
