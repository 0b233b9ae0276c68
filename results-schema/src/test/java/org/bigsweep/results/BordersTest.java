package org.bigsweep.results;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Results know neither what trains trials nor what schedules them. */
@AnalyzeClasses(
    packages = "org.bigsweep.results",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {
  @ArchTest
  static final ArchRule RESULTS_STAND_ALONE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..",
              "org.nd4j..",
              "org.bytedeco..",
              "org.bigsweep.engine..",
              "org.bigsweep.driver..");

  @ArchTest
  static final ArchRule PATHS_STAY_INSIDE =
      noMethods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .haveRawReturnType(Path.class)
          .orShould()
          .haveRawReturnType(FileSystem.class);
}
