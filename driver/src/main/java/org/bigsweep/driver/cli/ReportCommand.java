package org.bigsweep.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bigsweep.driver.report.FigureStyle;
import org.bigsweep.driver.report.FigureStyle.AccuracyAxis;
import org.bigsweep.driver.report.FigureStyle.Shading;
import org.bigsweep.driver.report.FigureSvg;
import org.bigsweep.driver.report.Report;
import org.bigsweep.driver.report.ReportPage;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code report}, which shows results as a page or as a figure. */
@Command(
    name = "report",
    description = {
      "Writes one self-contained HTML file with every figure, the table of trials and provenance;"
          + " or one figure as SVG.",
      "Example: bigsweep report results -o report.html",
      "Example: bigsweep report results --figure 1c -o 1c.svg"
    })
final class ReportCommand implements Runnable {
  private static final int NARROWEST = 240;

  @Spec private CommandSpec spec;
  @Mixin private ResultsArgument reader;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "File to write, replaced in one step (default: report.html, or the figure's name).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--figure",
      paramLabel = "NAME",
      description = "Only this figure, such as 1c or 1d, as SVG without a browser.")
  private Optional<String> figure = Optional.empty();

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      defaultValue = "760",
      description = "Width of the SVG (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--shade",
      paramLabel = "WHAT",
      defaultValue = "sd",
      description =
          "What bands over seeds show: sd, variance (as in the paper), interval, the 95 %%"
              + " t-interval of the mean, or range, from the least seed to the greatest"
              + " (default: sd).")
  private Shading shading;

  @Option(
      names = "--axis",
      paramLabel = "AXIS",
      defaultValue = "linear",
      description =
          "Axis of learning curves: linear, or error for 1 − accuracy on a logarithmic axis"
              + " (default: linear).")
  private AccuracyAxis axis;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "30",
      paramLabel = "SECONDS",
      description =
          "Keep the page fresh while a sweep runs, every so many seconds (${FALLBACK-VALUE}); ends"
              + " when no trial is missing.")
  private Optional<Integer> watch = Optional.empty();

  @Override
  public void run() {
    watch.ifPresent(
        seconds ->
            UserException.check(
                seconds >= 1 && figure.isEmpty(),
                "--watch",
                seconds,
                "a whole number of seconds ≥ 1, without --figure"));
    UserException.check(width >= NARROWEST, "--width", width, "at least " + NARROWEST);
    ResultsFolder folder = reader.folder();
    try (ResultsViews views = ResultsViews.over(folder)) {
      if (figure.isPresent()) {
        write(Path.of(figure.get() + ".svg"), FigureSvg.of(views, style(), figure.get(), width));
      } else if (watch.isPresent()) {
        watch(folder, views, Duration.ofSeconds(watch.get()));
      } else {
        page(folder, views, OptionalInt.empty());
      }
    }
  }

  /** Writes the report again and again until nothing is missing or the process is stopped. */
  private void watch(ResultsFolder folder, ResultsViews views, Duration pause) {
    boolean complete = false;
    while (!complete) {
      views.refresh();
      complete = page(folder, views, OptionalInt.of((int) pause.toSeconds()));
      if (!complete) {
        try {
          Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
    page(folder, views, OptionalInt.empty());
  }

  private boolean page(ResultsFolder folder, ResultsViews views, OptionalInt reload) {
    Report report = Report.of(folder, views, KeptSweeps.all(folder), style());
    write(Path.of("report.html"), new ReportPage().html(report, Instant.now(), reload));
    return report.complete();
  }

  private FigureStyle style() {
    return new FigureStyle(shading, axis);
  }

  private void write(Path standard, String text) {
    Path file = out.orElse(standard);
    Path name = Optional.ofNullable(file.getFileName()).orElse(standard);
    Path partial = file.resolveSibling("." + name + ".partial");
    try {
      Files.writeString(partial, text);
      Files.move(
          partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UserException("Cannot write " + file + ": " + e.getMessage());
    }
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "%s (%.1f MB)%n", file, text.length() / (double) (1 << 20));
    spec.commandLine().getOut().flush();
  }
}
