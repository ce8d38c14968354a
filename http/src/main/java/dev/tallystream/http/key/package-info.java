/** API keys: who presents one, and what it may do. */
@NullMarked
package dev.tallystream.http.key;

import org.jspecify.annotations.NullMarked;
