package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.k8s.Repository.K8S;
import static org.bigsweep.k8s.Repository.ROOT;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The commands of the documentation: what they name exists, what they ask for is understood. */
final class DocumentationIT {
  private static final Set<String> VERBS =
      Set.of("apply", "create", "delete", "wait", "logs", "port-forward", "exec", "cp", "get");

  private final Documentation readme = Documentation.of(Repository.read(K8S.resolve("README.md")));

  @Test
  void commands_files_exist() {
    assertThat(readme.commands()).hasSizeGreaterThan(20);
    for (String command : readme.commands()) {
      for (String word : command.split("[\\s=\"]+")) {
        if (word.startsWith("k8s/") || word.startsWith("sweeps/")) {
          assertThat(ROOT.resolve(word)).as(command).exists();
        }
      }
    }
  }

  @Test
  void commands_programs_areKnown() {
    assertThat(readme.commands())
        .allMatch(
            command ->
                command.matches(
                    "(\\./bigsweep|kubectl|docker (build|push)|sbatch|squeue|cp|\\.) .*"
                        + "|SPARK_CONF_DIR=\\S+ \"\\$SPARK_HOME/bin/spark-submit\" .*"));
  }

  @Test
  void kubectl_commands_nameWhatTheManifestsHave() {
    Set<String> names = new TreeSet<>();
    Manifests.FOLDERS.keySet().stream()
        .flatMap(folder -> Manifests.of(folder).all(HasMetadata.class).stream())
        .forEach(
            object ->
                names.add(
                    object.getKind().toLowerCase(Locale.ROOT)
                        + "/"
                        + object.getMetadata().getName()));
    for (List<String> words : readme.by("kubectl")) {
      List<String> rest =
          words.get(1).equals("-n")
              ? words.subList(3, words.size())
              : words.subList(1, words.size());
      assertThat(VERBS).as(words.toString()).contains(rest.get(0));
      if (words.get(1).equals("-n")) {
        assertThat(names).contains("namespace/" + words.get(2));
      }
      rest.stream()
          .filter(word -> word.matches("(job|pod)/.*"))
          .forEach(word -> assertThat(names).contains(word));
      if (rest.contains("-k")) {
        assertThat(Manifests.FOLDERS.values())
            .contains(ROOT.resolve(rest.get(rest.indexOf("-k") + 1)));
      }
    }
  }

  @Test
  void kubectl_secrets_haveTheKeysThatPodsAskFor() {
    assertThat(created("bigsweep-auth")).containsExactly("secret");
    assertThat(created("bigsweep-s3")).containsExactly("access-key", "secret-key");
  }

  private List<String> created(String secret) {
    return readme.by("kubectl", "secret", secret).stream()
        .flatMap(List::stream)
        .filter(word -> word.startsWith("--from-literal="))
        .map(word -> word.split("=")[1])
        .toList();
  }

  @Test
  void docker_build_givesTheVersionsThatTheDockerfileAsksFor() {
    String build = readme.with("docker build");
    Repository.read(K8S.resolve("Dockerfile"))
        .lines()
        .filter(line -> line.matches("ARG \\w+"))
        .map(line -> line.substring("ARG ".length()))
        .forEach(name -> assertThat(build).contains("--build-arg " + name + "=\"$" + name + "\""));
  }

  /** As the packaged program's own help has them. */
  @Test
  void bigsweep_commandsAndOptions_areUnderstood() throws IOException, InterruptedException {
    List<List<String>> all = new ArrayList<>(readme.by("./bigsweep"));
    readme.by("kubectl", "exec").stream()
        .map(words -> words.subList(words.indexOf("--") + 1, words.size()))
        .forEach(all::add);
    readme.by("sbatch").stream()
        .map(words -> words.subList(indexOfScript(words), words.size()))
        .map(words -> withRun(words))
        .forEach(all::add);
    all.add(jobsCommand());
    Map<String, String> help = new TreeMap<>();
    for (List<String> words : all) {
      String command = words.get(1);
      if (command.startsWith("--")) {
        continue;
      }
      String usage = help.computeIfAbsent(command, this::help);
      words.stream()
          .filter(word -> word.startsWith("--"))
          .map(word -> word.split("=")[0])
          .forEach(option -> assertThat(usage).as(command).contains(option));
    }
    assertThat(help.keySet()).contains("plan", "run", "status", "top", "sql");
  }

  private static int indexOfScript(List<String> words) {
    Optional<String> script = words.stream().filter(w -> w.endsWith(".sbatch")).findFirst();
    return words.indexOf(script.orElseThrow());
  }

  private static List<String> withRun(List<String> words) {
    List<String> run = new ArrayList<>(words);
    run.add(1, "run");
    return run;
  }

  private static List<String> jobsCommand() {
    List<String> arguments =
        Manifests.of("pvc")
            .only(Job.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getArgs();
    return arguments.subList(arguments.indexOf("run") - 1, arguments.size());
  }

  private String help(String command) {
    try {
      Path log = Files.createTempFile(K8S.resolve("target"), "help", ".log");
      Forked help =
          Forked.start(
              List.of(
                  "java",
                  "-cp",
                  Repository.JAR + ":" + Repository.SPARK_JARS + "/*",
                  "org.bigsweep.driver.cli.Bigsweep",
                  command,
                  "--help"),
              Map.of(),
              K8S,
              log);
      assertThat(help.end()).as(help.output()).isZero();
      return help.output();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
