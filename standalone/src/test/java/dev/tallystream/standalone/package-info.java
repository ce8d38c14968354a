@NullMarked
package dev.tallystream.standalone;

import org.jspecify.annotations.NullMarked;
