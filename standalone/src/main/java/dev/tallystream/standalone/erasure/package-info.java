/** The command that erases a user. */
@NullMarked
package dev.tallystream.standalone.erasure;

import org.jspecify.annotations.NullMarked;
