/** Writing what teams, users and features are called. */
@NullMarked
package dev.tallystream.query.directory;

import org.jspecify.annotations.NullMarked;
