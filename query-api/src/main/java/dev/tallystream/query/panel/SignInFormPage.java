package dev.tallystream.query.panel;

/**
 * How to sign in.
 *
 * @param status 200 where sign-in was asked for, 401 where another page was and this one stands in for it
 * @param returnTo the page to go on to
 * @param wrong whether a token was tried that proves nobody
 */
record SignInFormPage(Shell shell, int status, String returnTo, boolean wrong) {}
