package dev.tallystream.contract.directory;

import java.util.Optional;

/** What a directory entry names. */
public enum DirectoryKind {
    /** A team. */
    TEAM("teams", 1),
    /** A user. */
    USER("users", 2),
    /** A feature. */
    FEATURE("features", 3);

    private final String path;
    private final int code;

    DirectoryKind(String path, int code) {
        this.path = path;
        this.code = code;
    }

    /** The kind as URLs spell it: {@code teams}, {@code users}, {@code features}. */
    public String path() {
        return path;
    }

    /** The kind of that spelling, or empty. */
    public static Optional<DirectoryKind> fromPath(String path) {
        for (DirectoryKind kind : values()) {
            if (kind.path.equals(path)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    int code() {
        return code;
    }

    static DirectoryKind fromCode(int code) {
        for (DirectoryKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("directory kind " + code + " must be 1, 2 or 3");
    }
}
