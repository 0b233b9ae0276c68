package org.bigsweep.driver.space;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.bigsweep.driver",
    importOptions = ImportOption.DoNotIncludeTests.class)
class SpaceBordersTest {
  @ArchTest
  static final ArchRule planningKnowsNoSparkAndNoEngineInternals =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..driver.space..", "..driver.spec..", "..driver.plan..", "..driver.schedule..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.avro..",
              "org.apache.hadoop..",
              "org.apache.parquet..",
              "org.apache.spark..",
              "org.nd4j..",
              "picocli..",
              "..engine.kernel..",
              "..engine.rule..",
              "..engine.trial..",
              "..engine.net..",
              "..engine.optim..",
              "..driver.run..",
              "..driver.store..",
              "..driver.cli..");

  @ArchTest
  static final ArchRule spaceKnowsNoFilesAndNoPlans =
      noClasses()
          .that()
          .resideInAPackage("..driver.space..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..driver.spec..", "..driver.plan..", "org.snakeyaml..", "java.nio.file..");

  @ArchTest
  static final ArchRule specKnowsNoPlans =
      noClasses()
          .that()
          .resideInAPackage("..driver.spec..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..driver.plan..");

  @ArchTest
  static final ArchRule planKnowsNoSchedules =
      noClasses()
          .that()
          .resideInAnyPackage("..driver.space..", "..driver.spec..", "..driver.plan..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..driver.schedule..");
}
