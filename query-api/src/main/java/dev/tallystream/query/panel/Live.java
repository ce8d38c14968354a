package dev.tallystream.query.panel;

/**
 * What the browser needs to know in order to keep a page's numbers new.
 *
 * @param href where to ask for them
 * @param position the position that the page's numbers are of
 * @param settingsVersion the settings that they are of; with the position it tells whether news are news
 */
record Live(String href, String position, long settingsVersion) {}
