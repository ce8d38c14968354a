/** The names of things: organizations, features, teams, users, events. */
@NullMarked
package dev.tallystream.contract.id;

import org.jspecify.annotations.NullMarked;
