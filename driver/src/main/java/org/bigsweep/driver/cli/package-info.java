/**
 * The command line. It turns arguments into calls, and results into sentences, tables and exit
 * codes. It makes no other decisions.
 */
package org.bigsweep.driver.cli;
