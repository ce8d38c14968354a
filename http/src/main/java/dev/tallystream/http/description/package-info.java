/** What the HTTP doors say of themselves: one document for all of them, and the contract's files beside it. */
@NullMarked
package dev.tallystream.http.description;

import org.jspecify.annotations.NullMarked;
