/**
 * Queries over a results folder: its tables as SQL views, its finished trials, and summaries.
 * Nothing here trains trials or writes results.
 */
package org.bigsweep.driver.store;
