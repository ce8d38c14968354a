/** Reading JSON that only we write: exactly, member by member. */
@NullMarked
package dev.tallystream.contract.json;

import org.jspecify.annotations.NullMarked;
