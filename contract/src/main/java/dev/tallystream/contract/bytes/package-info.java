/** Order-preserving keys and strict text. */
@NullMarked
package dev.tallystream.contract.bytes;

import org.jspecify.annotations.NullMarked;
