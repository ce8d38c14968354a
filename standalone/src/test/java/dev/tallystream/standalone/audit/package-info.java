@NullMarked
package dev.tallystream.standalone.audit;

import org.jspecify.annotations.NullMarked;
