package org.bigsweep.driver.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.Lease;
import org.bigsweep.results.testing.Faults;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.bigsweep.results.testing.Operation;

/**
 * Lives a {@link ScriptedLife} up to one of the operations that change what is stored, counted from
 * 1, and stops right before it. Between two such operations nothing on the disk differs, so these
 * are all the states in which a death can leave it.
 */
final class KilledLife implements Faults {
  /** A death within this process: nothing can be stored any more. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * An operation of the life.
   *
   * @param chapter of the life it belongs to
   */
  record Step(String chapter, Operation operation) {}

  private final long fatal;
  private final Runnable end;
  private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
  private List<String> starts = List.of();
  private String chapter = "";
  private boolean dead;

  /**
   * @param fatal number of the operation that does not happen any more
   * @param end how to die
   */
  private KilledLife(long fatal, Runnable end) {
    this.fatal = fatal;
    this.end = end;
  }

  @Override
  public void before(Operation operation) {
    if (dead) {
      throw new Death();
    }
    if (operation.kind().changes()) {
      steps.add(new Step(chapter, operation));
      if (steps.size() == fatal) {
        dead = true;
        end.run();
      }
    }
  }

  /**
   * What was lived.
   *
   * @param steps taken, the fatal one included
   * @param starts ids of the trials that the engine was asked for
   */
  record Lived(List<Step> steps, List<String> starts) {}

  /** Lives on {@code directory} in this process. */
  static Lived here(java.nio.file.Path directory, long fatal) {
    KilledLife life =
        new KilledLife(
            fatal,
            () -> {
              throw new Death();
            });
    try {
      life.live(directory);
    } catch (Death e) {
      // as it was to be
    }
    return new Lived(List.copyOf(life.steps), List.copyOf(life.starts));
  }

  private void live(java.nio.file.Path directory) {
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
    KilledLife life =
        new KilledLife(Long.parseLong(arguments[1]), () -> Runtime.getRuntime().halt(137));
    life.live(java.nio.file.Path.of(arguments[0]));
  }
}
