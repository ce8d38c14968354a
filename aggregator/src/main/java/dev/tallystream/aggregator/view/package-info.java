/** What queries may read: one cut at a time, with how fresh it is. */
@NullMarked
package dev.tallystream.aggregator.view;

import org.jspecify.annotations.NullMarked;
