/** The reading side as one role: what it is told, and what it is made of. */
@NullMarked
package dev.tallystream.query;

import org.jspecify.annotations.NullMarked;
