@NullMarked
package dev.tallystream.standalone.process;

import org.jspecify.annotations.NullMarked;
