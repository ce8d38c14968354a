/** The commands that a person types, and what their options may say. */
@NullMarked
package dev.tallystream.standalone.command;

import org.jspecify.annotations.NullMarked;
