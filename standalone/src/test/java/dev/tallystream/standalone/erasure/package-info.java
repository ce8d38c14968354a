/** Erasing a user of a running Tallystream. */
@NullMarked
package dev.tallystream.standalone.erasure;

import org.jspecify.annotations.NullMarked;
