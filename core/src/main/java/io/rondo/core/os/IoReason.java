package io.rondo.core.os;

import io.rondo.core.foreign.Libc;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The reasons of the JDK's file exceptions, without the path, which messages name themselves. */
public final class IoReason {
    private static final int ENOSPC = 28;

    private IoReason() {}

    /** Returns the reason of a failure of {@link java.nio.file.Files}, in a few words. */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "there is a file of that name";
            case NotDirectoryException _ -> "it is not a directory";
            case DirectoryNotEmptyException _ -> "it is a directory that is not empty";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> failure.toString();
        };
    }

    /**
     * Returns whether a failure of {@link java.nio.file.Files} means that the file system has no block or no inode
     * left.
     */
    public static boolean isNoSpace(IOException failure) {
        // Both texts come from the C library, in one locale.
        return failure instanceof FileSystemException other && Libc.describe(ENOSPC).equals(other.getReason());
    }
}
