/** How many people and teams were active in the last days. */
@NullMarked
package dev.tallystream.query.activity;

import org.jspecify.annotations.NullMarked;
