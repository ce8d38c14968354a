/** The one topology: admit, count each once, add to the tables. */
@NullMarked
package dev.tallystream.aggregator.topology;

import org.jspecify.annotations.NullMarked;
