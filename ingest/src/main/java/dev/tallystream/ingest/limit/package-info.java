/** How much this node takes, of whom: rates, new names, bodies under way. All of it in memory that is bounded. */
@NullMarked
package dev.tallystream.ingest.limit;

import org.jspecify.annotations.NullMarked;
