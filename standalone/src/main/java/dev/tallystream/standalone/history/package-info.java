/** Import of history: files older than the live window, row by row, once and for ever. */
@NullMarked
package dev.tallystream.standalone.history;

import org.jspecify.annotations.NullMarked;
