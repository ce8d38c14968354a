/** Starts and stops the counting. */
@NullMarked
package dev.tallystream.aggregator;

import org.jspecify.annotations.NullMarked;
