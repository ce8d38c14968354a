/** The description of the API as a page to read and to try out. */
@NullMarked
package dev.tallystream.query.description;

import org.jspecify.annotations.NullMarked;
