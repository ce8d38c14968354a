/** The aggregator on a real broker. */
@NullMarked
package dev.tallystream.standalone.counting;

import org.jspecify.annotations.NullMarked;
