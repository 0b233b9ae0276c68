package org.bigsweep.driver.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code generate-completion}, which makes a shell complete this program's words. */
@Command(
    name = "generate-completion",
    description =
        "Prints a script by which a shell completes commands, options and what they take:%n"
            + "  bash, zsh:  source <(bigsweep generate-completion)%n"
            + "  fish:       bigsweep generate-completion --shell fish | source")
final class CompletionCommand implements Runnable {
  /** What the script is for; zsh reads that of bash. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--shell",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "bash, zsh or fish (default: bash).")
  private Shell shell;

  @Override
  public void run() {
    CommandSpec program = spec.root();
    String script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash(program.name(), program.commandLine());
          case FISH -> FishCompletion.script(program);
        };
    spec.commandLine().getOut().print(script);
    spec.commandLine().getOut().flush();
  }
}
