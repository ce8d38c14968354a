/** What is to be expected of the days to come, from those that were. */
@NullMarked
package dev.tallystream.query.forecast;

import org.jspecify.annotations.NullMarked;
