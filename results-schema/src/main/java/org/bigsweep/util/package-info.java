/** Small helpers that the JDK lacks and that every module shares. */
package org.bigsweep.util;
