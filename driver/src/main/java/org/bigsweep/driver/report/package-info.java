/**
 * The report on a results folder as one page: figures with the query behind each, tables,
 * provenance. A figure is a value. {@code charts.js} alone decides how it is drawn, in a browser
 * and here alike.
 */
package org.bigsweep.driver.report;
