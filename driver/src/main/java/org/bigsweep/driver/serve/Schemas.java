package org.bigsweep.driver.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.store.ViewColumns;

/** The views that the console answers from, with their columns: for reading and for completion. */
final class Schemas {
  private Schemas() {}

  static List<Map<String, Object>> all() {
    return ViewColumns.all().entrySet().stream()
        .map(
            view -> {
              Map<String, Object> shown = new LinkedHashMap<>();
              shown.put("view", view.getKey());
              shown.put("columns", view.getValue());
              return shown;
            })
        .toList();
  }
}
