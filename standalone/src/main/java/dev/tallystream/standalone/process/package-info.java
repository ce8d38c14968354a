/** What runs until it is told to stop: everything on one machine, or one role against a Kafka cluster. */
@NullMarked
package dev.tallystream.standalone.process;

import org.jspecify.annotations.NullMarked;
