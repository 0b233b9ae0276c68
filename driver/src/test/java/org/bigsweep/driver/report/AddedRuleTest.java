package org.bigsweep.driver.report;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A rule added as in {@code ADD_A_RULE.md} is planned, costed and drawn without a line in the
 * driver. It is on a class path of its own: the other tests have the rules that come with bigsweep.
 */
class AddedRuleTest {
  @Test
  void driver_ruleOnTheClassPath_plansCostsAndDrawsIt()
      throws ReflectiveOperationException, IOException {
    List<URL> classPath = new ArrayList<>();
    classPath.add(url(Path.of("src/test/resources/added-rule")));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(url(Path.of(entry)));
    }
    try (URLClassLoader loader =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Runnable checks =
          (Runnable)
              loader.loadClass(AddedRule.class.getName()).getDeclaredConstructor().newInstance();
      checks.run();
    }
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
