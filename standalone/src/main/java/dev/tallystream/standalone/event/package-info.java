/** Events on their way out: what this process publishes or imports, before anybody has judged it. */
@NullMarked
package dev.tallystream.standalone.event;

import org.jspecify.annotations.NullMarked;
