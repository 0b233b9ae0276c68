/**
 * The live page: an HTTP server over results folders that only reads. {@code LiveServer} answers
 * browsers, {@code FolderWatch} follows the folders, and {@code SparkAnswers} asks Spark where SQL
 * is needed.
 */
package org.bigsweep.driver.serve;
