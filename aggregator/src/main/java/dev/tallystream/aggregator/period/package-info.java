/** Days, weeks, months and quarters as an organization's calendar cuts them. */
@NullMarked
package dev.tallystream.aggregator.period;

import org.jspecify.annotations.NullMarked;
