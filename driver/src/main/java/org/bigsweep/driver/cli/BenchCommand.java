package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.driver.store.Rows;
import org.bigsweep.engine.bench.BenchCase;
import org.bigsweep.engine.bench.BenchData;
import org.bigsweep.engine.bench.KernelBenchmark;
import org.bigsweep.engine.bench.KernelRate;
import org.bigsweep.engine.bench.Machine;
import org.bigsweep.engine.bench.PythonPeer;
import org.bigsweep.engine.bench.Scaling;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.rule.RuleRole;
import org.bigsweep.engine.trial.EpochCost;
import org.bigsweep.engine.trial.StepBenchmark;
import org.bigsweep.engine.trial.StepRate;
import picocli.CommandLine.Command;
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

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Map<String, Object> sections = new LinkedHashMap<>();

  @Override
  public void run() {
    check(seconds > 0, "seconds", seconds, "positive");
    check(threads >= 1, "threads", threads, "at least 1");
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
      peers(cases);
    }
    if (json) {
      out().println(RowsFormat.json(sections));
    }
  }

  private static void check(boolean holds, String option, Object value, String law) {
    if (!holds) {
      throw new UsageException("Invalid --" + option + ": " + value + " (must be " + law + ")");
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
        List.of(
            "cpu",
            "blas",
            "blas_kernel",
            "blas_threads",
            "sgemm_256",
            "sgemm_1024",
            "images",
            "images_ready_seconds"),
        List.of(
            List.of(
                machine.cpu(),
                machine.blas(),
                machine.kernel(),
                machine.threads(),
                machine.gflops256(),
                machine.gflops1024(),
                dataset.name(),
                ready)));
  }

  private void steps(List<BenchCase> cases, Dataset dataset) {
    List<List<Object>> steps = new ArrayList<>();
    List<List<Object>> epochs = new ArrayList<>();
    for (BenchCase kind : cases) {
      try (StepBenchmark benchmark = new StepBenchmark(kind.label(), kind.spec(dataset), dataset)) {
        StepRate rate = benchmark.measure(seconds);
        steps.add(step(kind, rate, benchmark.bytes()));
        epochs.add(epoch(kind, benchmark.epochCost()));
      }
    }
    section(
        "steps",
        List.of(
            "rule",
            "optimizer",
            "depth",
            "width",
            "batch",
            "samples_per_second",
            "overhead",
            "gflops",
            "of_sgemm_1024",
            "of_peak",
            "products_of_peak",
            "hot_products_of_peak",
            "mflop",
            "memory_mb"),
        steps);
    section(
        "epochs",
        List.of(
            "rule",
            "optimizer",
            "depth",
            "width",
            "batch",
            "training_seconds",
            "test",
            "validation",
            "diagnostics",
            "share"),
        epochs);
  }

  private static List<Object> step(BenchCase kind, StepRate rate, long bytes) {
    return List.of(
        kind.rule(),
        kind.optimizer(),
        kind.depth(),
        kind.width(),
        kind.batch(),
        rate.samplesPerSecond(),
        rate.overhead(),
        rate.gflops(),
        rate.ceiling(),
        rate.ofPeak(),
        rate.productsOfPeak(),
        rate.hotProducts(),
        rate.megaflops(),
        bytes / BYTES_PER_MEGABYTE);
  }

  private static List<Object> epoch(BenchCase kind, EpochCost cost) {
    return List.of(
        kind.rule(),
        kind.optimizer(),
        kind.depth(),
        kind.width(),
        kind.batch(),
        cost.training(),
        cost.test(),
        cost.validation(),
        cost.diagnostics(),
        cost.share());
  }

  private void kernels() {
    section(
        "kernels",
        List.of("kernel", "us_per_32768_values", "ns_per_value"),
        KernelBenchmark.measure(seconds).stream().map(BenchCommand::kernel).toList());
  }

  private static List<Object> kernel(KernelRate rate) {
    return List.of(rate.kernel(), rate.microseconds(), rate.nanosecondsPerValue());
  }

  private void scaling(BenchCase kind, Dataset dataset) {
    Scaling scaling = Scaling.measure(kind, dataset, threads, seconds);
    section(
        "trials at once",
        List.of("trial", "trials", "samples_per_second_of_one", "of_all", "ratio"),
        List.of(
            List.of(
                scaling.label(),
                scaling.threads(),
                scaling.one(),
                scaling.together(),
                scaling.ratio())));
  }

  private void peers(List<BenchCase> cases) {
    PythonPeer python = new PythonPeer(PYTHON);
    if (!python.isPresent()) {
      spec.commandLine()
          .getErr()
          .println("peers: no " + PYTHON + " with PyTorch is on the PATH; nothing to compare with");
      return;
    }
    BenchCase shape = cases.get(0);
    section(
        "peers",
        List.of("peer", "samples_per_second"),
        python.measure(shape.depth(), shape.width(), shape.batch(), seconds).stream()
            .map(rate -> List.<Object>of(rate.label(), rate.samplesPerSecond()))
            .toList());
  }

  private void section(String title, List<String> columns, List<List<Object>> rows) {
    if (json) {
      sections.put(title.replace(' ', '_'), RowsFormat.objects(Rows.of(columns, rows)));
      return;
    }
    out().println(title);
    RowsFormat.TEXT.print(Rows.of(columns, rows), out());
    out().println();
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
