/** The command line: arguments in, sentences, tables and exit codes out. No other decisions. */
package org.bigsweep.driver.cli;
