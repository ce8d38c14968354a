/** What every HTTP door shares: the server's limits and the bearer token. */
@NullMarked
package dev.tallystream.http;

import org.jspecify.annotations.NullMarked;
