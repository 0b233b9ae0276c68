package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bigsweep.results.testing.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shells that read the script complete what is typed; bash is asked by {@link ReadingScenarios}.
 */
class CompletionTest {
  @TempDir private Path folder;

  private Path script(String shell) throws Exception {
    StringWriter out = new StringWriter();
    Bigsweep.run(
        new PrintWriter(out),
        new PrintWriter(new StringWriter()),
        new String[] {"generate-completion", "--shell", shell});
    return Files.writeString(folder.resolve("bigsweep." + shell), out.toString());
  }

  private List<String> completedByFish(String line) throws Exception {
    Path fish = Requires.program("fish", "fish");
    ProcessBuilder command =
        new ProcessBuilder(
            fish.toString(),
            "--no-config",
            "-c",
            "source %s; complete -C '%s'".formatted(script("fish"), line));
    command.environment().put("HOME", folder.toString());
    return output(command).stream().map(answer -> answer.split("\t")[0]).toList();
  }

  private List<String> output(ProcessBuilder command) throws Exception {
    Process process = command.directory(folder.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }

  @Test
  void complete_fish_knowsCommandsOptionsAndValues() throws Exception {
    assertThat(completedByFish("bigsweep ver")).containsExactly("verify");
    assertThat(completedByFish("bigsweep run --mas")).containsExactly("--master");
    assertThat(completedByFish("bigsweep run --set innerS")).containsExactly("innerSteps=");
    assertThat(completedByFish("bigsweep status --format j")).containsExactly("json");
    assertThat(completedByFish("bigsweep top --rule \"BIG(mir"))
        .contains("BIG(mirrored)", "BIG(mirrored, projection)");
  }

  @Test
  void complete_fish_offersFilesWhereACommandTakesOne() throws Exception {
    Files.writeString(folder.resolve("mine.yaml"), "");

    assertThat(completedByFish("bigsweep run mi")).containsExactly("mine.yaml");
    assertThat(completedByFish("bigsweep generate-completion mi")).isEmpty();
  }

  /** The script is bash's: zsh reads it by its own emulation, without a complaint. */
  @Test
  void source_zsh_definesTheCompletion() throws Exception {
    Path zsh = Requires.program("zsh", "zsh");
    ProcessBuilder command =
        new ProcessBuilder(
            zsh.toString(),
            "--no-rcs",
            "-c",
            "autoload -Uz compinit; compinit -u -d %s/dump; source %s; print $_comps[bigsweep]"
                .formatted(folder, script("zsh")));
    command.environment().put("HOME", folder.toString());

    assertThat(output(command))
        .singleElement()
        .asString()
        .startsWith("_bash_complete")
        .contains("-F _complete_bigsweep");
  }
}
