/** Who may see what. */
@NullMarked
package dev.tallystream.query.access;

import org.jspecify.annotations.NullMarked;
