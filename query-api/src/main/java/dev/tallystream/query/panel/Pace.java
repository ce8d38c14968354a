package dev.tallystream.query.panel;

import dev.tallystream.contract.credits.Credits;

/**
 * Where the running period leads if it goes on as it does.
 *
 * @param credits what it will have used in the end
 * @param text that, in words, with the date
 * @param method how it is known
 */
record Pace(Credits credits, String text, String method) {}
