/**
 * The admin panel: whole pages rendered on the server as functions of the usage answers, the same at every URL with and
 * without script.
 */
@NullMarked
package dev.tallystream.query.panel;

import org.jspecify.annotations.NullMarked;
