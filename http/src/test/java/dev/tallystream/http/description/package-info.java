/** The description as tests read it: answers are held against it, and the router. */
@NullMarked
package dev.tallystream.http.description;

import org.jspecify.annotations.NullMarked;
