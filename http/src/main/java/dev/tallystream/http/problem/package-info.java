/** Every error that leaves over HTTP: RFC 9457 problems with fixed texts. */
@NullMarked
package dev.tallystream.http.problem;

import org.jspecify.annotations.NullMarked;
