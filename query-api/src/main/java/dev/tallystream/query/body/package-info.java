/** Reading the JSON that a change comes in: strictly, and with the place of everything that is wrong. */
@NullMarked
package dev.tallystream.query.body;

import org.jspecify.annotations.NullMarked;
