/** Puts accepted events on the topic: the publisher that the HTTP door, loaders and Java features share. */
@NullMarked
package dev.tallystream.ingest;

import org.jspecify.annotations.NullMarked;
