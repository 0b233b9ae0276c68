package org.bigsweep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README's test command installs, by the script on a machine of stand-ins. */
final class PackagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SCRIPT = ROOT.resolve(".ci/packages");
  private static final String ASKED = "apt-get asked";

  /** A line of the script's table. */
  private static final Pattern NEED = Pattern.compile("(?m)^(\\S+) {2,}([a-z0-9.+-]+)$");

  /** A test's requirement. */
  private static final Pattern REQUIRES =
      Pattern.compile("Requires\\s*\\.(?:program|file)\\((?:[^;]*?,)?\\s*\"([a-z0-9.+-]+)\"\\)");

  @TempDir private Path folder;
  private Path bin;
  private Map<String, String> needs;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void collect() throws IOException {
    needs =
        NEED.matcher(Files.readString(SCRIPT))
            .results()
            .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
    bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("cut", "tr")) {
      program(tool, "exec /usr/bin/" + tool + " \"$@\"");
    }
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended run(String ci) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", SCRIPT.toString())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", bin.toString(), "CI", ci));
    int code = builder.start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  private Stream<String> programs() {
    return needs.keySet().stream().filter(what -> !what.startsWith("/"));
  }

  @Test
  void packages_missingElsewhere_areOneLineEach() throws IOException, InterruptedException {
    program("id", "echo 1000");
    program("apt-get", "echo \"$@\" >>'" + ASKED + "'");

    Ended ended = run("");

    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines())
        .allMatch(line -> line.startsWith("Missing: "))
        .contains(
            "Missing: chromium (Debian package chromium); tests that cannot do without it are"
                + " skipped",
            "Missing: tini (Debian package tini); tests that cannot do without it are skipped");
    assertThat(folder.resolve(ASKED)).doesNotExist();
  }

  @Test
  void packages_missingInCi_areAnError() throws IOException, InterruptedException {
    program("id", "echo 1000");

    Ended ended = run("true");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).contains("Missing: chromium (Debian package chromium)");
    assertThat(ended.err())
        .isEqualTo("With CI=true no test may be skipped: install what is missing\n");
  }

  @Test
  void packages_missingForRootOnDebian_areInstalled() throws IOException, InterruptedException {
    program("id", "echo 0");
    program("apt-get", "echo \"$@\" >>'" + ASKED + "'");

    Ended ended = run("");

    List<String> asked = Files.readAllLines(folder.resolve(ASKED));
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).startsWith("update");
    assertThat(asked.get(1)).startsWith("install").contains("--no-install-recommends", " chromium");
    assertThat(ended.out()).startsWith("Installing Debian packages for the tests: ");
  }

  @Test
  void packages_aptFails_isSaidAndIsNoError() throws IOException, InterruptedException {
    program("id", "echo 0");
    program("apt-get", "echo 'no network' >&2; exit 100");

    Ended ended = run("");

    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEqualTo("no network\n");
    assertThat(ended.out())
        .contains("apt-get failed, see above\n", "Missing: chromium (Debian package chromium)");
  }

  @Test
  void packages_allThere_asksNobody() throws IOException, InterruptedException {
    program("id", "echo 0");
    program("apt-get", "echo \"$@\" >>'" + ASKED + "'");
    for (String name : programs().toList()) {
      program(name, "");
    }

    Ended ended = run("");

    assertThat(ended.code()).isZero();
    if (needs.keySet().stream().allMatch(w -> !w.startsWith("/") || Files.exists(Path.of(w)))) {
      assertThat(ended.out()).isEmpty();
      assertThat(folder.resolve(ASKED)).doesNotExist();
    } else {
      assertThat(Files.readString(folder.resolve(ASKED))).doesNotContain(" chromium");
    }
  }

  @Test
  void requirements_ofAllTests_areInTheTable() throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (String module : List.of("results-schema", "worker-engine", "driver", "k8s")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          if (!file.endsWith("RequiresTest.java")) {
            REQUIRES
                .matcher(Files.readString(file, StandardCharsets.UTF_8))
                .results()
                .map((MatchResult m) -> m.group(1))
                .forEach(wanted::add);
          }
        }
      }
    }
    assertThat(wanted).contains("chromium", "dataset-fashion-mnist", "tini");
    assertThat(needs.values()).containsAll(wanted);
  }

  @Test
  void readmesTestCommand_isWhatCiRuns() throws IOException {
    String command = "mvn -B -ntp verify";

    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```\n" + command + "\n```");
    assertThat(Files.readAllLines(ROOT.resolve(".ci/run"))).endsWith("exec " + command);
    assertThat(Files.readString(ROOT.resolve("pom.xml")))
        .contains("<executable>${project.basedir}/.ci/packages</executable>");
  }
}
