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

/** The command {@code init}, which writes a sweep file to start from, and a schema for editors. */
@Command(
    name = "init",
    description =
        "Writes a commented sweep file to start from, and beside it, unless it is there, the JSON"
            + " Schema by which an editor checks and completes sweep files.")
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
      write(file, ShippedSweep.TEMPLATE);
      Path schema = file.resolveSibling(ShippedSweep.SCHEMA);
      if (!Files.exists(schema)) {
        write(schema, ShippedSweep.SCHEMA);
      }
    } catch (FileAlreadyExistsException e) {
      throw new UserException("Cannot write " + e.getFile() + ": it exists");
    } catch (NoSuchFileException e) {
      throw new UserException("Cannot write " + e.getFile() + ": there is no such folder");
    } catch (IOException e) {
      throw new UserException("Cannot write " + file + ": " + e.getMessage());
    }
    spec.commandLine()
        .getOut()
        .printf("wrote %s; next: bigsweep plan %s, then bigsweep run %s%n", file, file, file);
  }

  private static void write(Path path, String shipped) throws IOException {
    Files.writeString(path, ShippedSweep.text(shipped), StandardOpenOption.CREATE_NEW);
  }
}
