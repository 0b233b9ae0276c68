package org.bigsweep.driver.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code init}, which writes a sweep file to start from. */
@Command(name = "init", description = "Writes a commented sweep file to start from.")
final class InitCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "sweep.yaml",
      description = "Where to write it; never over an existing file (default: ./sweep.yaml).")
  private Path file;

  @Override
  public void run() {
    try {
      Files.writeString(
          file, ShippedSweep.text(ShippedSweep.TEMPLATE), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new UserException("Cannot write " + file + ": it exists");
    } catch (NoSuchFileException e) {
      throw new UserException("Cannot write " + file + ": there is no such folder");
    } catch (IOException e) {
      throw new UserException("Cannot write " + file + ": " + e.getMessage());
    }
    spec.commandLine()
        .getOut()
        .printf("wrote %s; next: bigsweep plan %s, then bigsweep run %s%n", file, file, file);
  }
}
