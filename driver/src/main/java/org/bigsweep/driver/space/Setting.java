package org.bigsweep.driver.space;

/**
 * An axis: a parameter and the values it takes.
 *
 * @param origin where it stands, such as {@code sweep.yaml:12}, for error messages
 */
public record Setting(String name, Domain domain, String origin) {}
