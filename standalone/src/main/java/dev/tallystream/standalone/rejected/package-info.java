/** What was rejected: listed, explained, and replayed once it is mended. */
@NullMarked
package dev.tallystream.standalone.rejected;

import org.jspecify.annotations.NullMarked;
