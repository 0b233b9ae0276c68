/** What the JIT compiler must be given time for. */
package org.bigsweep.engine.jit;
