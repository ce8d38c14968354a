package dev.tallystream.query.panel;

import org.jspecify.annotations.Nullable;

/**
 * Why there is no page, and the way on.
 *
 * @param detail what exactly is wrong with the address, or null
 */
record ProblemPage(
        Shell shell, int status, String text, @Nullable String detail, String href, String link) {}
