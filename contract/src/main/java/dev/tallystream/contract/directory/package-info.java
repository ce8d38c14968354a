/** What teams, users and features are called. */
@NullMarked
package dev.tallystream.contract.directory;

import org.jspecify.annotations.NullMarked;
