/** What was rejected: how its records are named, so that one can be overwritten or removed later. */
@NullMarked
package dev.tallystream.contract.rejected;

import org.jspecify.annotations.NullMarked;
