/** The four usage tables and everything else that a task keeps. */
@NullMarked
package dev.tallystream.aggregator.table;

import org.jspecify.annotations.NullMarked;
