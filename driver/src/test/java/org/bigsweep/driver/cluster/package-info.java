/** Real processes for integration tests: a Spark standalone cluster, an S3 server, the program. */
package org.bigsweep.driver.cluster;
