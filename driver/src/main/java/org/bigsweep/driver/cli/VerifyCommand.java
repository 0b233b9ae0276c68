package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.bigsweep.driver.store.TrialStory;
import org.bigsweep.driver.verify.Finding;
import org.bigsweep.driver.verify.Retraining;
import org.bigsweep.driver.verify.SampleSize;
import org.bigsweep.driver.verify.StoredTrial;
import org.bigsweep.driver.verify.Tolerance;
import org.bigsweep.driver.verify.TrialSample;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code verify}, which retrains finished trials and compares the results. */
@Command(
    name = "verify",
    description =
        "Retrains a sample of finished trials from their rows alone and compares every measured"
            + " column: bit by bit on the BLAS kernel family that trained them, else the first"
            + " epochs within a tolerance. Writes nothing; exit code 4 if anything differs.")
final class VerifyCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 3;

  @Spec private CommandSpec spec;
  @Mixin private ResultsArgument arguments;

  @Option(
      names = "--sample",
      paramLabel = "N|P%",
      defaultValue = "1%",
      description = "How many trials, as a number or a percentage (default: ${DEFAULT-VALUE}).")
  private String sample;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Chooses the sample (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--trial",
      paramLabel = "TRIAL",
      description = "Instead of a sample: a trial's id, or its first digits; repeatable.")
  private List<String> chosen = List.of();

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Trials to train at once (default: this machine's cores).")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Mixin private DataOption data;
  @Mixin private FormatOption format;

  private final Map<String, Dataset> datasets = new ConcurrentHashMap<>();

  @Override
  public Integer call() {
    TrialRunner.checkSettings();
    SampleSize size =
        SampleSize.parse(sample)
            .orElseThrow(
                () ->
                    UserException.invalid(
                        "--sample",
                        sample,
                        "a whole number ≥ 1 or a percentage from 0 to 100, such as 1%"));
    UserException.check(cores >= 1, "--cores", cores, "a whole number ≥ 1");
    ResultsFolder folder = arguments.folder();
    TrialSample all = TrialSample.of(folder);
    if (all.ids().isEmpty()) {
      throw new UserException(
          "Cannot verify "
              + folder
              + ": it holds no trial of numerics version "
              + Numerics.VERSION
              + " that did not fail");
    }
    List<StoredTrial> trials = chosen(folder, all, size).read(folder);
    Retraining retraining = new Retraining(this::dataset);
    for (StoredTrial trial : trials) {
      retraining
          .missingData(trial)
          .ifPresent(
              reason -> {
                throw new UserException(
                    "Cannot verify trial " + trial.trial().getTrialId() + ": " + reason);
              });
    }
    boolean agree = format.json() ? json(retraining, trials) : text(retraining, trials, all);
    return agree ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private TrialSample chosen(ResultsFolder folder, TrialSample all, SampleSize size) {
    if (chosen.isEmpty()) {
      return all.choose(size, seed);
    }
    List<String> ids = chosen.stream().map(prefix -> TrialStory.of(folder, prefix).id()).toList();
    for (String id : ids) {
      if (!all.ids().contains(id)) {
        throw new UserException(
            "Cannot verify trial " + id + ": it failed, or is of another numerics version");
      }
    }
    return new TrialSample(ids, 0, 0);
  }

  private Dataset dataset(String name) {
    return datasets.computeIfAbsent(name, n -> data.load(n, spec.commandLine().getErr()));
  }

  private boolean text(Retraining retraining, List<StoredTrial> trials, TrialSample all) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("retraining %,d of %,d trials", trials.size(), all.ids().size());
    if (all.failed() > 0) {
      out.printf("; %,d that failed are left out", all.failed());
    }
    if (all.ofOtherNumerics() > 0) {
      out.printf("; %,d of another numerics version are left out", all.ofOtherNumerics());
    }
    out.println();
    List<Finding> findings = new ArrayList<>();
    boolean agree =
        retraining.check(
            trials,
            cores,
            finding -> {
              print(finding, out);
              findings.add(finding);
            });
    List<Finding> others =
        findings.stream().filter(f -> f.tolerance() == Tolerance.OTHER_KERNELS).toList();
    if (!others.isEmpty()) {
      out.printf(
          "trained with %s kernels, where this machine uses %s: %,d of them; of these the first %d"
              + " epochs are trained again, accuracies held to %s, losses to %s %%, other measures"
              + " not at all%n",
          others.get(0).stored().getBlasKernel(),
          others.get(0).kernel(),
          others.size(),
          Tolerance.EPOCHS,
          Tolerance.ACCURACY,
          Math.round(100 * Tolerance.LOSS));
    }
    out.println(
        agree
            ? "all %,d agree".formatted(trials.size())
            : "%,d of %,d differ"
                .formatted(findings.stream().filter(f -> !f.agrees()).count(), trials.size()));
    return agree;
  }

  private static void print(Finding finding, PrintWriter out) {
    String verdict =
        finding.agrees()
            ? finding.tolerance() == Tolerance.SAME_BITS ? "same bits" : "within tolerance"
            : "DIFFERS";
    out.printf(
        Locale.ROOT,
        "%s  %s  %s seed %d, %d epochs: %,d figures, %.1f s%n",
        finding.stored().getTrialId(),
        verdict,
        finding.stored().getRule(),
        finding.stored().getSeed(),
        finding.stored().getEpochs(),
        finding.figures(),
        finding.seconds());
    finding.differences().stream()
        .limit(MOST_SHOWN)
        .forEach(difference -> out.println("    " + difference));
    if (finding.differences().size() > MOST_SHOWN) {
      out.printf("    and %,d more%n", finding.differences().size() - MOST_SHOWN);
    }
    out.flush();
  }

  private boolean json(Retraining retraining, List<StoredTrial> trials) {
    List<Map<String, Object>> rows = new ArrayList<>();
    boolean agree = retraining.check(trials, cores, finding -> rows.add(row(finding)));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("agree", agree);
    all.put("trials", rows);
    spec.commandLine().getOut().println(OutputFormat.json(all));
    return agree;
  }

  private static Map<String, Object> row(Finding finding) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("trial_id", finding.stored().getTrialId());
    row.put("rule", finding.stored().getRule());
    row.put("seed", finding.stored().getSeed());
    row.put("agrees", finding.agrees());
    row.put("compared", finding.tolerance().name().toLowerCase(Locale.ROOT));
    row.put("stored_kernel", finding.stored().getBlasKernel());
    row.put("kernel", finding.kernel());
    row.put("figures", finding.figures());
    row.put("differences", finding.differences().stream().map(Object::toString).toList());
    row.put("seconds", finding.seconds());
    return row;
  }
}
