/**
 * A results folder as one page: figures with the query behind each, tables, provenance. A figure is
 * a value; how it is drawn is {@code charts.js}' business, in a browser and here alike.
 */
package org.bigsweep.driver.report;
