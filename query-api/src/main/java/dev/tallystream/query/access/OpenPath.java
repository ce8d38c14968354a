package dev.tallystream.query.access;

/**
 * A path that anyone may ask for, with everything below it; whatever is not named so needs a known caller. A process
 * that opens one more gives it to the server as a part: it alone, since a part that is given hides beans of its type.
 *
 * @param path from the root, without a slash at its end
 */
public record OpenPath(String path) {
    /** Checks the path. */
    public OpenPath {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("open path " + path + " must start with a slash and not end with one");
        }
    }

    boolean includes(String asked) {
        return asked.equals(path) || asked.startsWith(path + "/");
    }
}
