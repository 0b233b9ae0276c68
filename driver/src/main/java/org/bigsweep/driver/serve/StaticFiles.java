package org.bigsweep.driver.serve;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.report.FigureFeed;
import org.bigsweep.util.Resources;
import org.bigsweep.util.Sha256;

/** The files that the page is made of. Names that are not listed here do not exist. */
final class StaticFiles {
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  private static final int TAG_DIGITS = 16;

  private final Map<String, StaticFile> files = new LinkedHashMap<>();

  /** A file with its media type and a text that changes with its content. */
  record StaticFile(String text, String type, String tag) {
    static StaticFile of(String text, String type) {
      String hash = Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, TAG_DIGITS);
      return new StaticFile(text, type, '"' + hash + '"');
    }
  }

  StaticFiles() {
    files.put("/", StaticFile.of(own("live.html"), "text/html; charset=utf-8"));
    files.put("/live.css", StaticFile.of(own("live.css"), STYLE));
    files.put("/report.css", StaticFile.of(FigureFeed.asset("report.css"), STYLE));
    for (String name : new String[] {"shim.js", "live.js", "parallel.js", "console.js"}) {
      files.put("/" + name, StaticFile.of(own(name), SCRIPT));
    }
    for (String name : new String[] {"echarts.min.js", "charts.js", "figures.js"}) {
      files.put("/" + name, StaticFile.of(FigureFeed.asset(name), SCRIPT));
    }
  }

  private static String own(String name) {
    return Resources.text(StaticFiles.class, name);
  }

  Optional<StaticFile> find(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
