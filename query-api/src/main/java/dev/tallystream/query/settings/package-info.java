/** Writing what organizations decide for themselves. */
@NullMarked
package dev.tallystream.query.settings;

import org.jspecify.annotations.NullMarked;
