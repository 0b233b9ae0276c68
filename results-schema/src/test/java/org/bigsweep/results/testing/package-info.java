/** A file system that fails on purpose. */
package org.bigsweep.results.testing;
