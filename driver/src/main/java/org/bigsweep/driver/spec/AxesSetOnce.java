package org.bigsweep.driver.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.space.Setting;
import org.bigsweep.driver.space.SubSpace;

/**
 * A check that no axis is set twice: not in two of {@code fixed}, {@code grid} and {@code zip}, and
 * not both around a union and inside it.
 */
final class AxesSetOnce {
  private AxesSetOnce() {}

  /**
   * @throws SweepFileException if an axis is set twice
   */
  static void check(SubSpace space) {
    Map<String, String> origins = new HashMap<>();
    space.settings().forEach(s -> setOnce(s, origins));
    space.zips().forEach(z -> z.columns().forEach(c -> setOnce(c, origins)));
    for (SubSpace member : space.union()) {
      Map<String, String> own = new HashMap<>(origins);
      unconditional(member).forEach(s -> setOnce(s, own));
    }
  }

  private static List<Setting> unconditional(SubSpace member) {
    List<Setting> settings = new ArrayList<>(member.settings());
    member.zips().forEach(z -> settings.addAll(z.columns()));
    return settings;
  }

  private static void setOnce(Setting setting, Map<String, String> origins) {
    String earlier = origins.put(setting.name(), setting.origin());
    if (earlier != null) {
      throw new SweepFileException(
          setting.origin(),
          "Invalid axis: "
              + setting.name()
              + " (must be set once; it is also set at "
              + earlier
              + ")");
    }
  }
}
