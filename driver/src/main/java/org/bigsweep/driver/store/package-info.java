/**
 * Questions about a results folder: its tables as SQL views, what is finished, and summaries.
 * Nothing here trains or writes.
 */
package org.bigsweep.driver.store;
