/** The unit that is counted. */
@NullMarked
package dev.tallystream.contract.credits;

import org.jspecify.annotations.NullMarked;
