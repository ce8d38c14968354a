/** Kafka inside this process, for one machine. */
@NullMarked
package dev.tallystream.standalone.broker;

import org.jspecify.annotations.NullMarked;
