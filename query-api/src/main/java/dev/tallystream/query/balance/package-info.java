/** What was sold to an organization, what of it is left, and how long it will last. */
@NullMarked
package dev.tallystream.query.balance;

import org.jspecify.annotations.NullMarked;
