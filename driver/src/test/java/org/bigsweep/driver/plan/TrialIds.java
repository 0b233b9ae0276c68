package org.bigsweep.driver.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Trial ids of any numerics version, by the formula that the results' SPEC.md gives. */
public final class TrialIds {
  private TrialIds() {}

  /** The id that a trial of these parameters has. */
  public static String of(int numerics, String datasetSha256, Map<String, String> parameters) {
    StringBuilder text = new StringBuilder("bigsweep trial\nnumerics=");
    text.append(numerics).append("\ndata=").append(datasetSha256);
    new TreeMap<>(parameters)
        .forEach((name, value) -> text.append('\n').append(name).append('=').append(value));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
