package org.bigsweep.driver.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.Lease;
import org.bigsweep.results.testing.Faults;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.bigsweep.results.testing.Operation;

/**
 * A {@link ScriptedLife} that can be looked at, or ended, right before each of the operations that
 * change what is stored. Between two such operations nothing on the disk differs, so these are all
 * the states in which a death can leave it.
 */
final class KilledLife implements Faults {
  /**
   * An operation of the life.
   *
   * @param chapter of the life it belongs to
   * @param starts number of trials that the engine was asked for before it
   */
  record Step(String chapter, Operation operation, int starts) {}

  private final IntConsumer before;
  private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
  private List<String> starts = List.of();
  private String chapter = "";

  /**
   * @param before is told the number of each operation, from 1, before it happens
   */
  private KilledLife(IntConsumer before) {
    this.before = before;
  }

  @Override
  public void before(Operation operation) {
    if (operation.kind().changes()) {
      steps.add(new Step(chapter, operation, starts.size()));
      before.accept(steps.size());
    }
  }

  /**
   * What was lived.
   *
   * @param starts ids of the trials that the engine was asked for
   */
  record Lived(List<Step> steps, List<String> starts) {}

  /**
   * Lives on {@code directory} in this process.
   *
   * @param before is told the number of each operation, from 1, before it happens
   */
  static Lived here(Path directory, IntConsumer before) {
    KilledLife life = new KilledLife(before);
    life.live(directory);
    return new Lived(List.copyOf(life.steps), List.copyOf(life.starts));
  }

  private void live(Path directory) {
    String name = UUID.randomUUID().toString();
    FaultyFileSystem.set(name, this);
    Configuration configuration = FaultyFileSystem.configuration(false);
    configuration.set(Lease.SETTLE, "1ms"); // nobody else claims anything here
    ScriptedLife script =
        new ScriptedLife(
            FaultyFileSystem.location(name, directory), configuration, next -> chapter = next);
    starts = script.starts();
    script.live();
  }

  /** Lives on a directory up to an operation, at which the process is no more. */
  public static void main(String[] arguments) {
    int fatal = Integer.parseInt(arguments[1]);
    here(
        Path.of(arguments[0]),
        step -> {
          if (step == fatal) {
            Runtime.getRuntime().halt(137);
          }
        });
  }
}
