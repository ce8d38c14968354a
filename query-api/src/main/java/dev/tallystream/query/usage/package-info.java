/** Questions about usage and their answers. */
@NullMarked
package dev.tallystream.query.usage;

import org.jspecify.annotations.NullMarked;
