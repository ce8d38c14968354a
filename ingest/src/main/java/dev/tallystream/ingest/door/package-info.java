/** {@code POST /v1/events}: which events a request carries, which of them may pass, and what is answered. */
@NullMarked
package dev.tallystream.ingest.door;

import org.jspecify.annotations.NullMarked;
