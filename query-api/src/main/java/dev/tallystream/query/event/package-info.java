/** What became of single events: looking one up, listing the rejected, taking one back. */
@NullMarked
package dev.tallystream.query.event;

import org.jspecify.annotations.NullMarked;
