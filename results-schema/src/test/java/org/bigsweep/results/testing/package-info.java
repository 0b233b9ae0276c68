/** A file system that fails on purpose, and what tests need of the machine. */
package org.bigsweep.results.testing;
