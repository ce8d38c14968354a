/** The published clients of others, unchanged, against a running Tallystream. */
@NullMarked
package dev.tallystream.sdk;

import org.jspecify.annotations.NullMarked;
