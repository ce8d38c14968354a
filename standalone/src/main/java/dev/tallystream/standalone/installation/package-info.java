/** What one machine's Tallystream keeps in its data directory, and that only one process uses it. */
@NullMarked
package dev.tallystream.standalone.installation;

import org.jspecify.annotations.NullMarked;
