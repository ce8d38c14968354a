@NullMarked
package dev.tallystream.standalone.broker;

import org.jspecify.annotations.NullMarked;
