package org.bigsweep.k8s;

import static org.bigsweep.k8s.Repository.K8S;

import java.util.Map;

/** {@code release/release.env}: the image, and the versions that it is made of. */
record Release(String image, String spark, String scala, String java) {
  static Release read() {
    Map<String, String> values =
        SparkProperties.parse(Repository.read(K8S.resolve("release/release.env")));
    return new Release(
        values.get("IMAGE"),
        values.get("SPARK_VERSION"),
        values.get("SCALA_VERSION"),
        values.get("JAVA_VERSION"));
  }

  /** What the image starts from. */
  String baseImage() {
    return "apache/spark:%s-scala%s-java%s-ubuntu".formatted(spark, scala, java);
  }
}
