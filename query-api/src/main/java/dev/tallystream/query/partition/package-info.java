/** Whole partitions for operators and audits: every row, users by id. */
@NullMarked
package dev.tallystream.query.partition;

import org.jspecify.annotations.NullMarked;
