/** How much is counted while somebody reads as much as can be read at once. */
@NullMarked
package dev.tallystream.benchmark.reading;

import org.jspecify.annotations.NullMarked;
