/** Erasing a user: from the tables, the names, the rejected events and the lists. */
@NullMarked
package dev.tallystream.query.erasure;

import org.jspecify.annotations.NullMarked;
