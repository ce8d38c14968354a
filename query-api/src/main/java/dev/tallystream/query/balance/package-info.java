/** What an organization was given and what is left of it: balance, allocations, billing calendar. */
@NullMarked
package dev.tallystream.query.balance;

import org.jspecify.annotations.NullMarked;
