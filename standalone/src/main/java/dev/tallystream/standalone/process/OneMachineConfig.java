package dev.tallystream.standalone.process;

import dev.tallystream.standalone.installation.Installation;

/**
 * What runs on one machine, and where.
 *
 * @param installation what is kept, and what it was reached by before
 * @param port where HTTP answers; 0 for the port it had before, or a free one
 * @param kafkaPort where Kafka clients connect; 0 for the port it had before, or a free one
 */
public record OneMachineConfig(Installation installation, int port, int kafkaPort) {}
