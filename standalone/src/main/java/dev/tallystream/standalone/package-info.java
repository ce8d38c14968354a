/** Tallystream on one machine: the command line, and the embedded broker with every part around it. */
@NullMarked
package dev.tallystream.standalone;

import org.jspecify.annotations.NullMarked;
