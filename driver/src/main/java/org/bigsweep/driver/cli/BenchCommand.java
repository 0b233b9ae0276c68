package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.engine.bench.BenchCase;
import org.bigsweep.engine.bench.BenchData;
import org.bigsweep.engine.bench.KernelBenchmark;
import org.bigsweep.engine.bench.KernelRate;
import org.bigsweep.engine.bench.Machine;
import org.bigsweep.engine.bench.PeerRate;
import org.bigsweep.engine.bench.PythonPeer;
import org.bigsweep.engine.bench.Scaling;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.rule.RuleRole;
import org.bigsweep.engine.trial.EpochCost;
import org.bigsweep.engine.trial.StepBenchmark;
import org.bigsweep.engine.trial.StepRate;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code bench}, which measures how fast this machine trains. */
@Command(
    name = "bench",
    description =
        "Measures training on this machine: steps, kernels, memory, and what evaluation costs.")
final class BenchCommand implements Runnable {
  private static final String PYTHON = "python3";
  private static final double BYTES_PER_MEGABYTE = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rules",
      split = ",",
      paramLabel = "RULE",
      description =
          "Rules or presets, comma-separated (default: the exact gradient, the rule under study,"
              + " and between them the one that it is compared with).")
  private List<String> rules = List.of();

  @Option(
      names = "--depth",
      split = ",",
      paramLabel = "N",
      description = "Depths, comma-separated (default: ${DEFAULT-VALUE}).",
      defaultValue = "6")
  private List<Integer> depths;

  @Option(
      names = "--width",
      split = ",",
      paramLabel = "UNITS",
      description = "Units per hidden layer, comma-separated (default: ${DEFAULT-VALUE}).",
      defaultValue = "256")
  private List<Integer> widths;

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "SAMPLES",
      description = "Minibatch sizes, comma-separated (default: ${DEFAULT-VALUE}).",
      defaultValue = "128")
  private List<Integer> batches;

  @Option(
      names = "--optimizer",
      split = ",",
      paramLabel = "NAME",
      description = "Optimisers of all maps (default: sgd; the last rule with adam as well).")
  private List<String> optimizers = List.of();

  @Option(
      names = "--seconds",
      description = "Time to spend per row of the table of steps (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  private double seconds;

  @Option(
      names = "--threads",
      description = "Also compare this many trials at once with one (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int threads;

  @Option(
      names = "--peers",
      description = "Also time PyTorch on the same maths, if a python3 on the PATH has it.")
  private boolean peers;

  @Mixin private FormatOption format;

  private final Map<String, Object> sections = new LinkedHashMap<>();

  @Override
  public void run() {
    TrialRunner.checkSettings();
    UserException.check(seconds > 0, "--seconds", seconds, "positive");
    UserException.check(threads >= 1, "--threads", threads, "at least 1");
    boolean json = format.json();
    List<BenchCase> cases = cases();
    double ready = BenchData.readySeconds();
    Dataset dataset = BenchData.here();
    // a mistaken rule or shape is found before anything is measured
    cases.forEach(kind -> kind.spec(dataset));
    machine(dataset, ready);
    steps(cases, dataset);
    kernels();
    if (threads > 1) {
      scaling(cases.get(cases.size() - 1), dataset);
    }
    if (peers) {
      peers(cases.get(0));
    }
    if (json) {
      out().println(OutputFormat.json(sections));
    }
  }

  private List<String> rules() {
    return rules.isEmpty()
        ? Stream.of(RuleRole.EXACT_GRADIENT, RuleRole.BASELINE, RuleRole.STUDIED)
            .map(role -> ParameterCatalog.standard().namesOf(role).get(0))
            .toList()
        : rules;
  }

  private List<BenchCase> cases() {
    List<BenchCase> cases = new ArrayList<>();
    for (int depth : depths) {
      for (int width : widths) {
        for (int batch : batches) {
          for (String rule : rules()) {
            for (String optimizer : optimizers.isEmpty() ? List.of("sgd") : optimizers) {
              cases.add(new BenchCase(rule, depth, width, batch, optimizer));
            }
          }
          if (optimizers.isEmpty()) {
            cases.add(new BenchCase(rules().get(rules().size() - 1), depth, width, batch, "adam"));
          }
        }
      }
    }
    return cases;
  }

  private void machine(Dataset dataset, double ready) {
    Machine machine = Machine.here();
    Machine.warning().ifPresent(line -> spec.commandLine().getErr().println(line));
    section(
        "machine",
        AnswerTable.of(List.of(machine))
            .column("cpu", Machine::cpu)
            .column("blas", Machine::blas)
            .column("blas_kernel", Machine::kernel)
            .column("blas_threads", Machine::threads)
            .column("sgemm_256", Machine::gflops256)
            .column("sgemm_1024", Machine::gflops1024)
            .column("images", m -> dataset.name())
            .column("images_ready_seconds", m -> ready));
  }

  /** What a case showed. */
  private record Measured(BenchCase kind, StepRate rate, double megabytes, EpochCost cost) {}

  private void steps(List<BenchCase> cases, Dataset dataset) {
    List<Measured> measured = new ArrayList<>();
    for (BenchCase kind : cases) {
      try (StepBenchmark benchmark = new StepBenchmark(kind.label(), kind.spec(dataset), dataset)) {
        measured.add(
            new Measured(
                kind,
                benchmark.measure(seconds),
                benchmark.bytes() / BYTES_PER_MEGABYTE,
                benchmark.epochCost()));
      }
    }
    section(
        "steps",
        table(measured)
            .column("samples_per_second", m -> m.rate().samplesPerSecond())
            .column("overhead", m -> m.rate().overhead())
            .column("gflops", m -> m.rate().gflops())
            .column("of_sgemm_1024", m -> m.rate().ceiling())
            .column("of_peak", m -> m.rate().ofPeak())
            .column("products_of_peak", m -> m.rate().productsOfPeak())
            .column("hot_products_of_peak", m -> m.rate().hotProducts())
            .column("mflop", m -> m.rate().megaflops())
            .column("memory_mb", Measured::megabytes));
    section(
        "epochs",
        table(measured)
            .column("training_seconds", m -> m.cost().training())
            .column("test", m -> m.cost().test())
            .column("validation", m -> m.cost().validation())
            .column("diagnostics", m -> m.cost().diagnostics())
            .column("share", m -> m.cost().share()));
  }

  private static AnswerTable.Builder<Measured> table(List<Measured> measured) {
    return AnswerTable.of(measured)
        .column("rule", m -> m.kind().rule())
        .column("optimizer", m -> m.kind().optimizer())
        .column("depth", m -> m.kind().depth())
        .column("width", m -> m.kind().width())
        .column("batch", m -> m.kind().batch());
  }

  private void kernels() {
    section(
        "kernels",
        AnswerTable.of(KernelBenchmark.measure(seconds))
            .column("kernel", KernelRate::kernel)
            .column("us_per_32768_values", KernelRate::microseconds)
            .column("ns_per_value", KernelRate::nanosecondsPerValue));
  }

  private void scaling(BenchCase kind, Dataset dataset) {
    section(
        "trials at once",
        AnswerTable.of(List.of(Scaling.measure(kind, dataset, threads, seconds)))
            .column("trial", Scaling::label)
            .column("trials", Scaling::threads)
            .column("samples_per_second_of_one", Scaling::one)
            .column("of_all", Scaling::together)
            .column("ratio", Scaling::ratio));
  }

  private void peers(BenchCase shape) {
    PythonPeer python = new PythonPeer(PYTHON);
    if (!python.isPresent()) {
      spec.commandLine()
          .getErr()
          .println("peers: no " + PYTHON + " with PyTorch is on the PATH; nothing to compare with");
      return;
    }
    section(
        "peers",
        AnswerTable.of(python.measure(shape.depth(), shape.width(), shape.batch(), seconds))
            .column("peer", PeerRate::label)
            .column("samples_per_second", PeerRate::samplesPerSecond));
  }

  private void section(String title, AnswerTable.Builder<?> columns) {
    AnswerTable table = columns.build();
    if (format.json()) {
      sections.put(title.replace(' ', '_'), OutputFormat.objects(table));
      return;
    }
    out().println(title);
    OutputFormat.TEXT.print(table, out());
    out().println();
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
