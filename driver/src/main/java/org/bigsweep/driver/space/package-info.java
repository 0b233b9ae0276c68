/**
 * Search spaces: the trials that the axes of a sweep span, counted by formula and computed point by
 * point. Nothing here knows YAML, files, results or Spark.
 */
package org.bigsweep.driver.space;
