package io.pratique.images;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/** An archive, or a part of it, that cannot be read as what it should be. */
public final class InvalidArchive extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why; the names are the reason codes of evidence (posture section 2). */
    public enum Code {
        /** More than a limit allows. */
        TOO_LARGE,
        /** A form or a compression that is not read. */
        UNSUPPORTED_FORMAT,
        /** Damaged, cut off, or with another digest than its name says. */
        PARSE_ERROR,
        /** A blob that the archive names and does not hold. */
        NOT_COLLECTED,
        /** The file system does not let it be read. */
        ACCESS_DENIED,
        /** Reading failed below the archive: a disk, a share. */
        UNREACHABLE
    }

    private final Code code;

    public InvalidArchive(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** What kept a part from being read, whatever was thrown. */
    static InvalidArchive of(IOException e) {
        return switch (e) {
            case InvalidArchive known -> known;
            case EOFException _ -> new InvalidArchive(Code.PARSE_ERROR, "it is cut off");
            case ZipException damaged ->
                    new InvalidArchive(
                            Code.PARSE_ERROR, "it is no sound gzip: " + damaged.getMessage());
            case NoSuchFileException missing ->
                    new InvalidArchive(Code.NOT_COLLECTED, "there is no " + missing.getMessage());
            case AccessDeniedException denied ->
                    new InvalidArchive(
                            Code.ACCESS_DENIED, "may not be read: " + denied.getMessage());
            default -> new InvalidArchive(Code.UNREACHABLE, "cannot be read: " + e);
        };
    }

    public Code code() {
        return code;
    }
}
