/** Whether the reading side lives and can answer. */
@NullMarked
package dev.tallystream.query.health;

import org.jspecify.annotations.NullMarked;
