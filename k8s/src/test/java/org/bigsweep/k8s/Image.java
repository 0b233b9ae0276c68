package org.bigsweep.k8s;

import static org.bigsweep.k8s.Repository.K8S;
import static org.bigsweep.k8s.Repository.ROOT;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the Dockerfile makes, in a folder instead of an image: its COPY, ENV and RUN lines carried
 * out, with {@code /opt} and {@code /tmp} below that folder. Spark comes from the build's jars.
 */
final class Image {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private final Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> arguments = new HashMap<>();
  private final List<PathMatcher> sent;

  private Image(Path root) {
    this.root = root;
    this.sent =
        Repository.read(K8S.resolve("Dockerfile.dockerignore"))
            .lines()
            .filter(line -> line.startsWith("!"))
            .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line.substring(1)))
            .toList();
    environment.put("PATH", System.getenv("PATH"));
  }

  /**
   * Builds into {@code root}.
   *
   * @param buildArguments as {@code --build-arg}
   */
  static Image build(Path root, Map<String, String> buildArguments)
      throws IOException, InterruptedException {
    Image image = new Image(root);
    SparkHome.install(root.resolve("opt/spark"));
    Files.createDirectories(root.resolve("tmp"));
    image.arguments.putAll(buildArguments);
    String text =
        Repository.read(K8S.resolve("Dockerfile"))
            .replaceAll("(?m)^#.*\\R", "")
            .replaceAll("\\\\\\R\\s*", "");
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      image.carryOut(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
    }
    return image;
  }

  Path root() {
    return root;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** A text with the image's absolute paths where they are on this machine. */
  String here(String text) {
    return text.replaceAll(
        "(?<![\\w.])/(opt|tmp)(?=/)", Matcher.quoteReplacement(root + "/") + "$1");
  }

  private void carryOut(String instruction, String rest) throws IOException, InterruptedException {
    switch (instruction) {
      case "ARG" -> {
        if (rest.contains("=")) {
          arguments.putIfAbsent(rest.split("=", 2)[0], rest.split("=", 2)[1]);
        }
      }
      case "ENV" -> {
        for (String pair : rest.split("\\s+")) {
          String value = here(expand(pair.split("=", 2)[1], environment));
          environment.put(pair.split("=", 2)[0], value);
        }
      }
      case "COPY" -> copy(rest.split("\\s+"));
      case "RUN" -> run(rest);
      case "FROM", "USER" -> {}
      default -> throw new AssertionError("unknown instruction: " + instruction);
    }
  }

  private static String expand(String text, Map<String, String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(v -> Matcher.quoteReplacement(String.valueOf(values.get(v.group(1)))));
  }

  private void copy(String... words) throws IOException {
    String target = words[words.length - 1];
    for (String source : List.of(words).subList(0, words.length - 1)) {
      Path from = ROOT.resolve(source);
      Path to = Path.of(here(target));
      if (!Files.isDirectory(from)) {
        send(from, target.endsWith("/") ? to.resolve(from.getFileName()) : to);
        continue;
      }
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).filter(this::isSent).toList()) {
          send(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }

  private boolean isSent(Path file) {
    return sent.stream().anyMatch(matcher -> matcher.matches(ROOT.relativize(file)));
  }

  private void send(Path file, Path to) throws IOException {
    if (!isSent(file)) {
      throw new AssertionError("not in the build's context: " + ROOT.relativize(file));
    }
    Files.createDirectories(to.getParent());
    Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private void run(String command) throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(arguments);
    List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c", here(command)));
    Forked run = Forked.start(shell, all, root, root.resolve("build.log"));
    if (run.end() != 0) {
      throw new AssertionError("RUN " + command + ":\n" + run.output());
    }
  }
}
