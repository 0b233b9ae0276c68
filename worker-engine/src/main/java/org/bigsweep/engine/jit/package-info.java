/** Background warm-up of code that is slow until the JIT compiler has compiled it. */
package org.bigsweep.engine.jit;
