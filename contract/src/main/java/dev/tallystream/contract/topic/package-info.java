/** Kafka topics as values: name, key, value, and the one rule of placement. */
@NullMarked
package dev.tallystream.contract.topic;

import org.jspecify.annotations.NullMarked;
