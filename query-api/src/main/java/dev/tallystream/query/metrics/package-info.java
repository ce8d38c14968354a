/** What the process says of itself to whoever runs it. */
@NullMarked
package dev.tallystream.query.metrics;

import org.jspecify.annotations.NullMarked;
