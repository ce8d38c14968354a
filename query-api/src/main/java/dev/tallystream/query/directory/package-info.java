/** What teams, users and features are called: reading and writing. */
@NullMarked
package dev.tallystream.query.directory;

import org.jspecify.annotations.NullMarked;
