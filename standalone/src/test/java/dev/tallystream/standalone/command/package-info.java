@NullMarked
package dev.tallystream.standalone.command;

import org.jspecify.annotations.NullMarked;
