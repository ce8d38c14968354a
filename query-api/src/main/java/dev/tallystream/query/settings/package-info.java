/** What organizations decide for themselves: reading, writing, and from when a decision holds. */
@NullMarked
package dev.tallystream.query.settings;

import org.jspecify.annotations.NullMarked;
