package org.bigsweep.driver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.bigsweep.results.ResultsFolder;

@AnalyzeClasses(packages = "org.bigsweep.driver", importOptions = DoNotIncludeTests.class)
final class BordersTest {
  @ArchTest
  static final ArchRule SPARK_ONLY_IN_RUN_AND_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackages("..driver.run..", "..driver.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule HADOOP_ONLY_IN_RUN_AND_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackages("..driver.run..", "..driver.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule COMMAND_LINE_IS_ON_TOP =
      noClasses()
          .that()
          .resideOutsideOfPackage("..driver.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..driver.cli..", "picocli..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_JOBS =
      noClasses()
          .that()
          .resideOutsideOfPackages("..driver.app..", "..driver.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..driver.app..");

  @ArchTest
  static final ArchRule COMMAND_LINE_TAKES_NO_LEASE_OF_A_SWEEP =
      noClasses()
          .that()
          .resideInAPackage("..driver.cli..")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("CheckpointFiles")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("RunRequest")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("DecisionLog");

  @ArchTest
  static final ArchRule STORE_NEITHER_RUNS_NOR_DECIDES =
      noClasses()
          .that()
          .resideInAPackage("..driver.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..driver.run..", "..driver.schedule..", "..driver.report..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_THE_LIVE_PAGE =
      noClasses()
          .that()
          .resideOutsideOfPackages("..driver.serve..", "..driver.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..driver.serve..");

  @ArchTest
  static final ArchRule LIVE_PAGE_ONLY_READS =
      noClasses()
          .that()
          .resideInAPackage("..driver.serve..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..driver.run..", "..driver.schedule..", "..driver.plan..")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("ResultsWriter")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("Compaction")
          .orShould()
          .callMethod(ResultsFolder.class, "replaceSweepFile", String.class, byte[].class)
          .orShould()
          .callMethod(ResultsFolder.class, "keepSweepFile", String.class, byte[].class);

  @ArchTest
  static final ArchRule NOTHING_KNOWS_HOW_A_RULE_COMPUTES =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..engine.kernel..",
              "..engine.net..",
              "..engine.optim..",
              "..engine.noise..",
              "..engine.diagnostic..",
              "org.nd4j..",
              "org.bytedeco..");

  @ArchTest
  static final ArchRule COMMANDS_STAY_INSIDE =
      classes()
          .that()
          .resideInAPackage("..driver.cli..")
          .and()
          .haveSimpleNameEndingWith("Command")
          .should()
          .bePackagePrivate();
}
