/** Tests of the import. */
@NullMarked
package dev.tallystream.standalone.history;

import org.jspecify.annotations.NullMarked;
