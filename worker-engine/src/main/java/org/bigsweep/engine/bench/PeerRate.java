package org.bigsweep.engine.bench;

/**
 * How fast another library trains.
 *
 * @param label library, style and rule
 * @param samplesPerSecond training samples per second of processor time, one thread
 */
public record PeerRate(String label, double samplesPerSecond) {}
