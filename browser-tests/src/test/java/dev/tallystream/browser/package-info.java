/** The pages as a person sees them. */
@NullMarked
package dev.tallystream.browser;

import org.jspecify.annotations.NullMarked;
