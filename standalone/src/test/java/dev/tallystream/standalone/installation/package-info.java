@NullMarked
package dev.tallystream.standalone.installation;

import org.jspecify.annotations.NullMarked;
