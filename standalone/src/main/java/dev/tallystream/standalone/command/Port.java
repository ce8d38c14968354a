package dev.tallystream.standalone.command;

/** A TCP port as a person gives it; 0 leaves the choice to us. */
record Port(int number) {
    private static final int HIGHEST = 65_535;

    /** Checks the range. */
    Port {
        if (number < 0 || number > HIGHEST) {
            throw new IllegalArgumentException("port " + number + " must be 0 to " + HIGHEST);
        }
    }

    /** Reads a decimal number. */
    static Port parse(String text) {
        try {
            return new Port(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("port '" + text + "' must be a number", e);
        }
    }
}
