/** Writing to the compacted topics that hold what people decided and how things are called. */
@NullMarked
package dev.tallystream.query.topic;

import org.jspecify.annotations.NullMarked;
