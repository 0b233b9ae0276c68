/** How far planning, scheduling and publishing go. How fast training is, the engine measures. */
package org.bigsweep.driver.bench;
